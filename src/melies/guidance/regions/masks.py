"""Masks (H, W) in [0, 1]: drawn from shapes, joined like sets, softened at the edge."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from jaxtyping import Bool
from numpy import ndarray

from melies.core.errors import AuthorError, nearest
from melies.core.image import Mask
from melies.core.region import Box, Point
from melies.core.size import Size


def box(edges: Box, size: Size) -> Mask:
    """A box by its left, top, right and bottom edge, shares of the picture's sides. AuthorError for an empty one."""
    left, top, right, bottom = edges
    if left >= right or top >= bottom:
        raise AuthorError(f"a box is left, top, right, bottom with left < right and top < bottom; got {list(edges)}")
    mask = np.zeros((size.height, size.width), np.float32)
    rows = slice(int(top * size.height), max(int(top * size.height) + 1, round(bottom * size.height)))
    columns = slice(int(left * size.width), max(int(left * size.width) + 1, round(right * size.width)))
    mask[rows, columns] = 1.0
    return mask


def polygon(corners: Sequence[Point], size: Size) -> Mask:
    """A polygon by its corners, shares of the picture's sides. AuthorError for fewer than three."""
    if len(corners) < 3:
        raise AuthorError(f"a polygon has at least three corners; got {len(corners)}")
    mask = np.zeros((size.height, size.width), np.uint8)
    places = np.array([(x * size.width * 16, y * size.height * 16) for x, y in corners])
    cv2.fillPoly(mask, [np.round(places - 8).astype(np.int32)], 255, cv2.LINE_8, shift=4)
    return mask.astype(np.float32) / np.float32(255)


def feathered(mask: Mask, pixels: float) -> Mask:
    """A mask that fades to nothing over so many pixels beyond its edge; inside it stays as it is. 0: unchanged."""
    if pixels <= 0:
        return mask
    outside = cv2.distanceTransform((mask < 0.5).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.maximum(mask, np.clip(1 - outside / np.float32(pixels + 1), 0, 1)).astype(np.float32)


def grown(mask: Mask, pixels: float) -> Mask:
    """A mask larger (or, below 0, smaller) by so many pixels all round."""
    inside = mask >= 0.5
    grow = ~inside if pixels >= 0 else inside
    away = cv2.distanceTransform(grow.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(away <= pixels if pixels >= 0 else away > -pixels, np.float32)


def bounds(mask: Mask) -> Box:
    """The smallest box round a mask, shares of the picture's sides. AuthorError for an empty mask."""
    rows, columns = np.nonzero((mask >= 0.5).any(1))[0], np.nonzero((mask >= 0.5).any(0))[0]
    if not len(rows):
        raise AuthorError("the region is empty")
    height, width = mask.shape
    return columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height


def click(point: Point, pixels: ndarray, labels: ndarray | None = None, reach: float = 14.0) -> Mask:
    """What a point lies on: the patch of like colour round it, flooded over a flattened picture.

    pixels: (H, W, 3) bytes. labels: classes of pixels, over whose borders nothing floods. reach: the difference of
    colour (CIE Lab, 0-255) that still belongs to it.
    """
    height, width = pixels.shape[:2]
    flat = cv2.pyrMeanShiftFiltering(np.ascontiguousarray(pixels[..., ::-1]), 8, 18, maxLevel=1)
    lab = cv2.cvtColor(flat, cv2.COLOR_BGR2LAB)
    stop = np.zeros((height + 2, width + 2), np.uint8)
    x, y = min(width - 1, int(point[0] * width)), min(height - 1, int(point[1] * height))
    if labels is not None:
        stop[1:-1, 1:-1] = labels != labels[y, x]
    walls = stop.copy()
    flags = 8 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
    cv2.floodFill(lab, stop, (x, y), 0, (reach,) * 3, (reach,) * 3, flags)
    found = ((stop == 255) & (walls == 0))[1:-1, 1:-1]
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_CLOSE, kernel).astype(np.float32)


def joined(text: str, known: Mapping[str, Mask]) -> Mask:
    """Regions joined: `~a` (all but), `a & b` (both), `a | b` (either), `feather(a, 12)`, `grow(a, 4)`, in pixels.

    Names that are no plain words stand in quotes. Nothing is evaluated but these. AuthorError with what is wrong.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise AuthorError(f"{text!r} can't be read; join regions as in: sky & ~moon | feather(lake, 12)") from None
    return _joined(tree, text, known)


def _joined(node: ast.expr, text: str, known: Mapping[str, Mask]) -> Mask:
    if isinstance(node, ast.Name | ast.Constant):
        name = node.id if isinstance(node, ast.Name) else str(node.value)
        if name not in known:
            raise AuthorError(f"{text!r} names {name!r}, which is no region before it{nearest(name, known)}")
        return known[name]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return np.float32(1) - _joined(node.operand, text, known)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        a, b = (_joined(side, text, known) for side in (node.left, node.right))
        return np.minimum(a, b) if isinstance(node.op, ast.BitAnd) else np.maximum(a, b)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 2 and not node.keywords:
        amount = _number(node.args[1])
        if amount is not None and node.func.id in ("feather", "grow"):
            inner = _joined(node.args[0], text, known)
            return feathered(inner, amount) if node.func.id == "feather" else grown(inner, amount)
    raise AuthorError(f"{text!r} can't be read; regions are joined with ~ & | feather(region, 12) grow(region, 4)")


def _number(node: ast.expr) -> float | None:
    sign = -1.0 if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else 1.0
    node = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    plain = isinstance(node, ast.Constant) and isinstance(node.value, int | float) and abs(node.value) <= 4096
    return sign * float(node.value) if plain else None  # type: ignore[attr-defined]


def edge(mask: Mask) -> Bool[ndarray, "h w"]:
    """The pixels just inside a mask's border."""
    inside = (mask >= 0.5).astype(np.uint8)
    return (inside - cv2.erode(inside, np.ones((3, 3), np.uint8))).astype(bool)
