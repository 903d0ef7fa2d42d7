"""Pictures from and to files: anything Pillow reads comes in, PNG with its whole request goes out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray
from PIL import Image as Pillow
from PIL import ImageOps, PngImagePlugin, UnidentifiedImageError

from melies.core.errors import AuthorError, OurBug
from melies.core.image import to_bytes
from melies.media.atomic import replacing

Pixels = UInt8[ndarray, "h w c"]

LARGEST_PIXELS = 8192 * 8192
FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP")
_WANTED = "a picture is a PNG, JPEG, WebP, TIFF, GIF or BMP file"


def read(path: str | Path) -> Pixels:
    """A picture file as uint8 (H, W, 4) where it has transparency, else (H, W, 3), sRGB.

    Turned upright by its EXIF orientation; CMYK, grey, palette and 16-bit pictures are converted; of an
    animation the first frame. Raises AuthorError for whatever is not a whole picture of at most 8192 x 8192.
    """
    path = _existing(path)
    with _clear_errors(path), Pillow.open(path, formats=FORMATS) as picture:
        _refuse_giants(path, picture.size)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return np.array(_eight_bit(upright), dtype=np.uint8)


def read_rgb(path: str | Path, paper: tuple[int, int, int] = (255, 255, 255)) -> UInt8[ndarray, "h w 3"]:
    """Like `read`, with transparency laid on `paper` (8-bit sRGB)."""
    pixels = read(path)
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3:].astype(np.float32) / 255.0
    mixed = pixels[..., :3] * alpha + np.array(paper, np.float32) * (1.0 - alpha)
    blended: Pixels = (mixed + 0.5).astype(np.uint8)
    return blended


def read_info(path: str | Path) -> dict[str, str]:
    """The text chunks of a PNG (`melies`, `parameters`, ...); empty for other formats.

    Raises AuthorError like `read`.
    """
    path = _existing(path)
    with _clear_errors(path), Pillow.open(path, formats=FORMATS) as picture:
        _refuse_giants(path, picture.size)
        picture.load()  # text chunks may follow the pixels
        texts: Mapping[str, Any] = getattr(picture, "text", {})
        return {str(key): str(value) for key, value in texts.items()}


def write_png(
    path: str | Path, pixels: Float32[ndarray, "h w c"] | Pixels, info: Mapping[str, str] | None = None, level: int = 4
) -> Path:
    """Write float32 [0, 1] or uint8 pixels, (H, W, 3) or (H, W, 4), with `info` as text chunks; returns the path.

    The file appears whole or not at all. Raises AuthorError where it cannot be written.
    """
    path = Path(path)
    pixels = _bytes_of(pixels)
    chunks = PngImagePlugin.PngInfo()
    for key in sorted(info or {}):
        text = (info or {})[key]
        if text.isascii():
            chunks.add_text(key, text)
        else:  # PNG specification 11.3.4.5: only iTXt holds UTF-8
            chunks.add_itxt(key, text)
    with replacing(path) as temporary:
        Pillow.fromarray(pixels).save(temporary, format="PNG", pnginfo=chunks, compress_level=level)
    return path


def encode(pixels: Float32[ndarray, "h w 3"] | Pixels, kind: str = "JPEG", quality: int = 86) -> bytes:
    """A picture as the bytes of a JPEG, WebP or PNG file (`kind`), for putting inside another file."""
    buffer = io.BytesIO()
    options: dict[str, Any] = {} if kind == "PNG" else {"quality": quality}
    if kind == "JPEG":
        options["subsampling"] = 0 if quality >= 90 else 2  # no `optimize`: Pillow's buffer is too small for noise
    Pillow.fromarray(_bytes_of(pixels)).save(buffer, format=kind, **options)
    return buffer.getvalue()


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """The picture at another size, Lanczos filtered."""
    picture = Pillow.fromarray(_bytes_of(pixels)).resize((width, height), Pillow.Resampling.LANCZOS)
    return np.array(picture, dtype=np.uint8)


def _existing(path: str | Path) -> Path:
    path = Path(path)
    if not path.exists():
        raise AuthorError(f"there is no picture at {str(path)!r}; check the name and the folder")
    if path.is_dir():
        raise AuthorError(f"{_WANTED}; {str(path)!r} is a folder: name one file in it")
    if path.stat().st_size == 0:
        raise AuthorError(f"{_WANTED}; {str(path)!r} is empty (0 bytes): save it again")
    return path


def _refuse_giants(path: Path, size: tuple[int, int]) -> None:
    width, height = size
    if width * height > LARGEST_PIXELS:
        raise AuthorError(
            f"a picture has at most {LARGEST_PIXELS // 10**6} million pixels; {str(path)!r} claims {width}x{height}:"
            " make it smaller"
        )


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Turn every way a picture can be broken into one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnidentifiedImageError:
        raise AuthorError(f"{_WANTED}; {str(path)!r} is something else{_guess(path)}: give a picture") from None
    except Pillow.DecompressionBombError:
        raise AuthorError(f"{str(path)!r} claims to be far too large to be a picture: make it smaller") from None
    except PermissionError:
        raise AuthorError(f"{str(path)!r} may not be read: change its permissions") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, KeyError, TypeError) as error:
        raise AuthorError(f"{str(path)!r} is cut short or broken ({error}): save or download it again") from None


def _guess(path: Path) -> str:
    """What the file seems to be, in words, from its first bytes."""
    with open(path, "rb") as file:
        head = file.read(512)
    if b"<svg" in head:
        return " (an SVG drawing)"
    return "" if b"\x00" in head or not _is_text(head) else " (a text)"


def _is_text(head: bytes) -> bool:
    try:
        head[:-4].decode("utf-8") if len(head) == 512 else head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(picture: Pillow.Image) -> Pillow.Image:
    """Any Pillow mode to sRGB, RGB or RGBA."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _deep_grey(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return clear if np.asarray(clear)[..., 3].min() < 255 else clear.convert("RGB")
    return _managed(picture) or picture.convert("RGB")


def _deep_grey(picture: Pillow.Image) -> Pillow.Image:
    """16-bit and float greys scaled to 8 bits; Pillow's own conversion clips them at 255."""
    values = np.nan_to_num(np.asarray(picture).astype(np.float64))
    highest = values.max(initial=0.0)
    if picture.mode == "F" and highest <= 1.0:
        top = 1.0
    else:
        top = 65535.0 if highest > 255 or picture.mode.startswith("I;16") else 255.0
    return Pillow.fromarray((np.clip(values / top, 0, 1) * 255 + 0.5).astype(np.uint8)).convert("RGB")


def _managed(picture: Pillow.Image) -> Pillow.Image | None:
    """The picture brought to sRGB by the colour profile it carries; None without a usable one."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK", "L"):
        return None
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _bytes_of(pixels: ndarray) -> Pixels:
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or 0 in pixels.shape:
        raise OurBug(f"a picture is (H, W, 3) or (H, W, 4); got {pixels.dtype} {pixels.shape}")
    return pixels if pixels.dtype == np.uint8 else to_bytes(pixels)
