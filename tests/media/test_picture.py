"""Pictures in and out: every honest format comes in, every broken file is one clear sentence."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from melies.core.errors import AuthorError
from melies.core.request import Phrase, Request
from melies.media import chunks, picture


def _painting(height: int = 20, width: int = 30) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return np.stack((x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)), -1).astype(np.uint8)


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tif", "a.bmp", "a.jpg"])
def test_formats_come_in_as_rgb(tmp_path: Path, name: str) -> None:
    Pillow.fromarray(_painting()).save(tmp_path / name, **({"quality": 95} if name.endswith(("jpg", "webp")) else {}))
    pixels = picture.read(tmp_path / name)
    assert pixels.dtype == np.uint8 and pixels.shape == (20, 30, 3)
    assert np.abs(pixels.astype(int) - _painting()).mean() < 4


def test_transparency_is_kept_and_laid_on_paper(tmp_path: Path) -> None:
    pixels = np.dstack((_painting(), np.full((20, 30), 255, np.uint8)))
    pixels[:5, :, 3] = 0
    Pillow.fromarray(pixels).save(tmp_path / "a.png")
    assert np.array_equal(picture.read(tmp_path / "a.png"), pixels)
    flat = picture.read_rgb(tmp_path / "a.png", paper=(9, 8, 7))
    assert flat.shape == (20, 30, 3) and flat[0, 0].tolist() == [9, 8, 7]
    assert np.array_equal(flat[5:], pixels[5:, :, :3])


def test_sixteen_bit_grey_is_scaled_not_clipped(tmp_path: Path) -> None:
    deep = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(4, 0)
    Pillow.fromarray(deep).save(tmp_path / "deep.png")
    assert np.array_equal(picture.read(tmp_path / "deep.png")[0, :, 1], np.arange(256))


def test_cmyk_palette_and_one_bit(tmp_path: Path) -> None:
    Pillow.fromarray(_painting()).convert("CMYK").save(tmp_path / "a.jpg", quality=95)
    Pillow.fromarray(_painting()).convert("P").save(tmp_path / "b.png")
    Pillow.fromarray(_painting()).convert("1").save(tmp_path / "c.png")
    for name in ("a.jpg", "b.png", "c.png"):
        assert picture.read(tmp_path / name).shape == (20, 30, 3)


def test_exif_turns_the_picture_upright(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    Pillow.fromarray(_painting()).save(tmp_path / "a.jpg", exif=exif)
    assert picture.read(tmp_path / "a.jpg").shape == (30, 20, 3)


def test_of_an_animation_the_first_frame(tmp_path: Path) -> None:
    red, blue = (Pillow.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    red.save(tmp_path / "a.gif", save_all=True, append_images=[blue])
    assert picture.read(tmp_path / "a.gif")[0, 0].tolist() == [255, 0, 0]


def _png_claiming(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def _whole_png() -> bytes:
    buffer = io.BytesIO()
    Pillow.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("text.png", b"once upon a time", "a text"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("empty.png", b"", "0 bytes"),
        ("cut.png", _whole_png()[:4000], "cut short"),
        ("huge.png", _png_claiming(60000, 60000), "too large"),
        ("large.png", _png_claiming(9000, 9000), "9000x9000"),
        ("noise.png", bytes(range(256)) * 4, "something else"),
    ],
)
def test_broken_files_are_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AuthorError, match=says) as caught:
        picture.read(tmp_path / name)
    assert name in str(caught.value) and "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="no picture at"):
        picture.read(tmp_path / "none.png")
    with pytest.raises(AuthorError, match="folder"):
        picture.read(tmp_path)


def test_any_truncation_is_an_author_error_or_a_picture(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Pillow.fromarray(_painting(64, 64)).save(buffer, "JPEG")
    for cut in range(1, len(buffer.getvalue()), 37):
        (tmp_path / "a.jpg").write_bytes(buffer.getvalue()[:cut])
        try:
            picture.read(tmp_path / "a.jpg")
        except AuthorError:
            pass


def test_png_carries_its_request(tmp_path: Path) -> None:
    request = Request(prompt=(Phrase(text="a fox\nunder the moon"), Phrase(text="näive", weight=0.5)), seed=7)
    request = request.model_copy(update={"avoid": (Phrase(text="rain"),)})
    rgb = _painting().astype(np.float32) / 255
    picture.write_png(tmp_path / "a.png", rgb, chunks.of_request(request))
    info = picture.read_info(tmp_path / "a.png")
    assert Request.model_validate_json(info["melies"]) == request
    first, second, third = info["parameters"].split("\n")
    assert first == "a fox under the moon, (näive:0.5)" and second == "Negative prompt: rain"
    assert third.startswith("Steps: 1, Sampler: diorama, CFG scale: 1, Seed: 7, Size: 640x360, Model: diorama")
    assert np.array_equal(picture.read(tmp_path / "a.png"), _painting())


def test_writing_leaves_nothing_but_the_file_and_the_same_bytes(tmp_path: Path) -> None:
    first = picture.write_png(tmp_path / "new" / "a.png", _painting(), {"b": "2", "a": "1"}).read_bytes()
    second = picture.write_png(tmp_path / "new" / "a.png", _painting(), {"a": "1", "b": "2"}).read_bytes()
    assert first == second
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["a.png"]


def test_unwritable_places_are_the_authors(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AuthorError, match="cannot write"):
        picture.write_png(tmp_path / "file" / "a.png", _painting())
    with pytest.raises(AuthorError, match="folder"):
        picture.write_png(tmp_path, _painting())
