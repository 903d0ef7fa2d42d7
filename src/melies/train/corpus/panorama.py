"""Perspective views cut from HDR panoramas, tone-mapped once for the whole panorama so that its views agree."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float, Float32
from numpy import ndarray
from PIL import Image

from melies.core.errors import AuthorError

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def read(path: Path) -> Float32[ndarray, "h w 3"]:
    """Linear radiance of an EXR file."""
    try:
        import OpenEXR
    except ImportError:
        raise AuthorError("reading panoramas needs the package OpenEXR; run: pip install '.[corpus]'") from None
    channels = OpenEXR.File(str(path)).channels()
    for name in ("RGB", "RGBA"):
        if name in channels:
            return np.asarray(channels[name].pixels, np.float32)[..., :3]
    return np.stack([channels[name].pixels for name in "RGB"], -1).astype(np.float32)


def blur(image: ndarray, sigma: float) -> ndarray:
    """Gaussian blur of an equirectangular image: wraps around in longitude, repeats at the poles."""
    reach = int(3 * sigma) + 1
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    wide = np.pad(image, ((0, 0), (reach, reach), (0, 0)), "wrap")
    image = sum((k * wide[:, i : i + image.shape[1]] for i, k in enumerate(kernel)), np.zeros_like(image))
    tall = np.pad(image, ((reach, reach), (0, 0), (0, 0)), "edge")
    return sum((k * tall[i : i + image.shape[0]] for i, k in enumerate(kernel)), np.zeros_like(image))


def widen(mask: Bool[ndarray, "h w"], steps: int = 2) -> Bool[ndarray, "h w"]:
    """The mask grown by so many pixels, wrapping around."""
    for _ in range(steps):
        for axis in (0, 1):
            mask = mask | np.roll(mask, 1, axis) | np.roll(mask, -1, axis)
    return mask


def mend_sun(radiance: ndarray, usual: float) -> ndarray:
    """White where lossy compression broke a sun disc: one channel huge or negative, the others gone.

    usual: log-average luminance.
    """
    top, low = np.abs(radiance).max(-1), radiance.min(-1)
    broken = (top > 30 * usual) & (low < 0.02 * top)
    broken |= widen(broken) & (low < 0.02 * usual)
    return np.where(broken[..., None], np.float32(100 * usual), radiance)


def tone_map(radiance: Float32[ndarray, "h w 3"], key: float, enlarge: int = 4) -> Float32[ndarray, "H W 3"]:
    """Linear radiance (H, W, 3) -> sRGB in [0, 255], enlarged.

    key: where the log-average of the middle latitudes lands.
    """
    radiance = np.where(np.isfinite(radiance), radiance, 6e4)
    height, width, _ = radiance.shape
    middle = radiance.clip(0)[height // 4 : 3 * height // 4] @ LUMA
    usual = float(np.exp(np.log(middle + 1e-4).mean()))
    light = mend_sun(radiance, usual).clip(0) * key / usual
    bright = np.minimum(light, 12)  # sun discs: cap, then let them glow instead of clipping to coloured squares
    light = bright + 0.04 * blur(np.maximum(bright - 2, 0), width / 200) * 4
    luma = (light @ LUMA)[..., None]
    mapped = luma * (1 + luma / 16) / (1 + luma)  # extended Reinhard, white at 4
    colour = light * mapped / np.maximum(luma, 1e-5)
    fade = np.clip((luma - 1.5) / 6, 0, 1)  # highlights turn white
    colour = np.clip(colour * (1 - fade) + mapped * fade, 0, 1)
    srgb = np.where(colour < 0.0031308, 12.92 * colour, 1.055 * colour ** (1 / 2.4) - 0.055)
    image = Image.fromarray((np.pad(srgb, ((0, 0), (8, 8), (0, 0)), "wrap") * 255 + 0.5).astype(np.uint8))
    image = image.resize((image.width * enlarge, image.height * enlarge), Image.Resampling.BICUBIC)
    return np.asarray(image, np.float32)[:, 8 * enlarge : -8 * enlarge]


def view(panorama: Float[ndarray, "h w 3"], yaw_deg: float, pitch_deg: float, fov_deg: float, side: int) -> Image.Image:
    """A square pinhole view; panorama (H, W, 3) in 0..255, full sphere."""
    height, width, _ = panorama.shape
    over = 2 * side
    edge = math.tan(math.radians(fov_deg / 2)) * (1 - 1 / over)
    x, y = np.meshgrid(np.linspace(-edge, edge, over), np.linspace(edge, -edge, over))
    ray = np.stack([x, y, np.ones_like(x)], -1)
    ray /= np.linalg.norm(ray, axis=-1, keepdims=True)
    cos, sin = math.cos(math.radians(pitch_deg)), math.sin(math.radians(pitch_deg))
    up, ahead = ray[..., 1] * cos + ray[..., 2] * sin, ray[..., 2] * cos - ray[..., 1] * sin
    across = ((np.arctan2(ray[..., 0], ahead) + math.radians(yaw_deg)) / (2 * math.pi) + 0.5) % 1 * width - 0.5
    down = (0.5 - np.arcsin(np.clip(up, -1, 1)) / math.pi) * height - 0.5
    left, top = np.floor(across).astype(int), np.clip(np.floor(down), 0, height - 2).astype(int)
    fx, fy = (across - left)[..., None], np.clip(down - top, 0, 1)[..., None]
    right, left = (left + 1) % width, left % width
    sample = (panorama[top, left] * (1 - fx) + panorama[top, right] * fx) * (1 - fy) + (
        panorama[top + 1, left] * (1 - fx) + panorama[top + 1, right] * fx
    ) * fy
    return Image.fromarray(sample.round().astype(np.uint8)).resize((side, side), Image.Resampling.BOX)
