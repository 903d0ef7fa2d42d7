"""Legs of four-legged animals: thigh or shoulder, shank, and the last bone with its paw or hoof."""

from __future__ import annotations

from melies.scene.puppet.beast import Beast, bones
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.shapes import Outline, blob, box, inset, limb, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, lightness, mix, shade

EDGE: Rgb = (0.93, 0.60, 0.36)  # the warm light that outlines dark stockings on dark ground


def leg_pieces(side: str, hind: bool, spec: PuppetSpec, beast: Beast, dim: float) -> list[Piece]:
    """`near_hind_upper`, `_lower`, `_foot` and so on, hanging straight down from the root."""
    root = beast.hips if hind else beast.shoulders
    upper, lower = bones(beast, hind)
    knee, ankle = (root[0], root[1] - upper), (root[0], root[1] - upper - lower)
    tall = beast.hock if hind else beast.pastern
    name = f"{side}_{'hind' if hind else 'fore'}"
    return [
        piece(f"{name}_upper", _thigh(spec, beast, root, knee, hind), root, dim=dim),
        piece(f"{name}_lower", _shank(spec, beast, knee, ankle, hind), knee, dim=dim),
        piece(f"{name}_foot", _foot(spec, beast, ankle, tall), ankle, dim=dim),
    ]


def sock_of(spec: PuppetSpec) -> Rgb:
    """The colour of the lower legs."""
    return spec.accent if spec.kind == "fox" else spec.belly if spec.kind in ("cat", "dog") else spec.coat


def stockinged(outline: Outline, colour: Rgb, r: float, cast: float = 0.12) -> list[Cut]:
    """Paper in the sock's colour; where that is dark, with a lighter warm edge that reads on dark ground."""
    if lightness(colour) > 0.5:
        return [Cut(outline, colour, cast=cast)]
    return [
        Cut(outline, mix(colour, EDGE, 0.55), volume=0.3, cast=cast),
        mark(inset(outline, 0.26 * r) - (0.12 * r, 0.0), colour, 0.95, soft=0.10 * r),
    ]


def _thigh(spec: PuppetSpec, beast: Beast, root: Xy, knee: Xy, hind: bool) -> list[Cut]:
    """A haunch that tapers to the knee, or a slim shoulder."""
    (x, y), r, c, upper = root, beast.leg_r, spec.coat, root[1] - knee[1]
    bulk = (0.48 if hind else 0.36) * beast.depth
    outline = blob((x - 0.92 * bulk, y + 0.22 * bulk), (x - 0.15 * bulk, y + 0.82 * bulk), (x + 0.80 * bulk,
        y + 0.35 * bulk), (x + 0.86 * bulk, y - 0.32 * upper), (knee[0] + 1.75 * r, knee[1] + 1.1 * r),
                   (knee[0] + 1.1 * r, knee[1] - 0.7 * r), (knee[0] - 0.3 * r, knee[1] - 1.2 * r), (knee[0] - 1.35 * r,
                   knee[1] + 0.2 * r), (x - 0.74 * bulk, y - 0.42 * upper))  # fmt: skip
    fur = [
        mark(
            ribbon(path((x - 0.3 * bulk, y + t * bulk), (x - 0.45 * bulk, y + (t - 0.35) * bulk)), 0.002, 0.03 * bulk),
            shade(c, -0.07),
            0.5,
        )
        for t in (0.4, 0.1, -0.3)
    ]
    return [Cut(outline, c, volume=0.6, cast=0.18), *(fur if not beast.hoof else [])]


def _shank(spec: PuppetSpec, beast: Beast, knee: Xy, ankle: Xy, hind: bool) -> list[Cut]:
    """Full below the knee, slim at the hock; the stocking comes up to its middle with a soft edge."""
    r, sock = beast.leg_r, sock_of(spec)
    whole = limb(knee, (1.5 if hind else 1.22) * r, ankle, 0.82 * r, 0.10 * r)
    cuts = [Cut(whole, spec.coat, cast=0.12)]
    if sock != spec.coat:
        low = knee[1] - (0.46 if spec.kind == "fox" else 0.80) * (knee[1] - ankle[1])
        dark = lightness(sock) <= 0.5
        edge = mix(sock, EDGE, 0.55) if dark else sock
        cuts.append(mark(box(knee[0] - 1, ankle[1] - 1, knee[0] + 1, low), edge, 0.95, soft=0.10 * r))
        if dark:
            inner = limb((knee[0] - 0.1 * r, low - 0.3 * r), 0.66 * r, (ankle[0] - 0.1 * r, ankle[1] - r), 0.56 * r)
            cuts.append(mark(inner, sock, 0.95, soft=0.10 * r))
    return cuts


def _foot(spec: PuppetSpec, beast: Beast, ankle: Xy, tall: float) -> list[Cut]:
    """The last bone, and paw or hoof; the sole lies `tall` below the ankle."""
    x, ground = ankle[0], ankle[1] - tall
    r, p, colour = beast.leg_r, beast.paw, sock_of(spec)
    shaft = limb(ankle, 0.82 * r, (x + 0.1 * p, ground + 0.85 * r), 0.74 * r)
    if beast.hoof:
        hoof = blob(
            (x - 0.75 * r, ground + 1.5 * r),
            (x + 0.85 * r, ground + 1.5 * r),
            (x + 1.5 * r, ground, 1),
            (x - 1.05 * r, ground, 1),
        )
        return [Cut(shaft, colour, cast=0.0), Cut(hoof, shade(spec.accent, -0.04), cast=0.2)]
    return [*stockinged(shaft, colour, r, 0.0), *paw_cuts((x, ground), beast, colour)]


def paw_cuts(at: Xy, beast: Beast, colour: Rgb) -> list[Cut]:
    """A paw whose sole lies on the ground at `at`, toes forward."""
    (x, ground), r, p = at, beast.leg_r, beast.paw
    paw = blob(
        (x - 0.95 * r, ground + 1.0 * r),
        (x - 1.05 * r, ground + 0.002, 1),
        (x + 1.25 * p, ground, 1),
        (x + 1.45 * p, ground + 0.40 * p),
        (x + 1.1 * p, ground + 0.85 * p),
        (x + 0.3 * p, ground + 0.95 * p + 0.4 * r),
    )
    toes = [
        mark(
            ribbon(path((x + t * p, ground + 0.46 * p), (x + (t + 0.05) * p, ground)), 0.004, 0.009),
            shade(colour, -0.14 if lightness(colour) > 0.5 else 0.10),
            0.8,
        )
        for t in (0.62, 1.02)
    ]
    return [*stockinged(paw, colour, 0.8 * r, 0.0), *toes]
