"""Small helpers for pages that carry everything they show: escaping, inline pictures, inline type."""

from __future__ import annotations

import base64
import html
from importlib import resources

from jaxtyping import UInt8
from numpy import ndarray

from melies.media.picture import encode, resized
from melies.story.lettering import Face, font_file

FAMILIES: dict[Face, tuple[str, str]] = {
    "Cormorant-SemiBold": ("Cormorant", "font-weight: 600"),
    "EBGaramond-Regular": ("EB Garamond", "font-weight: 400"),
    "EBGaramond-Italic": ("EB Garamond", "font-weight: 400; font-style: italic"),
    "AlegreyaSans-Medium": ("Alegreya Sans", "font-weight: 400 500"),
}


def safe(text: object) -> str:
    """An author's words as HTML text or attribute value."""
    return html.escape(str(text), quote=True)


def picture_uri(pixels: UInt8[ndarray, "h w 3"], width: int, quality: int = 84) -> str:
    """A picture, at most `width` pixels wide, as a JPEG inside a `data:` address."""
    if pixels.shape[1] > width:
        pixels = resized(pixels, width, max(1, round(pixels.shape[0] * width / pixels.shape[1])))
    return "data:image/jpeg;base64," + base64.b64encode(encode(pixels, "JPEG", quality)).decode()


def style(sheet: str, *faces: Face) -> str:
    """A shipped style sheet and the faces it uses, as one `<style>` element."""
    rules = [_face(face) for face in faces]
    rules.append((resources.files("melies") / "assets" / "pages" / sheet).read_text("utf-8"))
    return "<style>\n" + "\n".join(rules) + "</style>"


def page(title: str, head: str, body: str) -> str:
    """A whole HTML document that may load nothing from anywhere."""
    policy = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{safe(title)}</title>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _face(face: Face) -> str:
    family, kind = FAMILIES[face]
    data = base64.b64encode(font_file(face).read_bytes()).decode()
    return f'@font-face {{ font-family: "{family}"; {kind}; src: url(data:font/ttf;base64,{data}); }}'
