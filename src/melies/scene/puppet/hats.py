"""Hats, hoods and helmets, in head units."""

from __future__ import annotations

from collections.abc import Callable

from melies.scene.puppet.brush import Cut, mark
from melies.scene.puppet.shapes import blob, box, ellipse, path, ribbon, star
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import mix, shade


def hat(spec: PuppetSpec) -> list[Cut]:
    """What is worn on the head, drawn over the hair."""
    draw = _HATS.get(spec.hat)
    return draw(spec) if draw else []


def _wizard(spec: PuppetSpec) -> list[Cut]:
    c, gold = spec.hat_colour, spec.accent
    cone = blob((-0.44, 0.22), (-0.40, 0.55), (-0.30, 0.90), (-0.30, 1.13), (-0.44, 1.30), (-0.66, 1.36, 1), (-0.42,
        1.46),
                (-0.18, 1.36), (0.02, 1.12), (0.20, 0.72), (0.42, 0.24))  # fmt: skip
    brim = blob((-0.88, 0.12, 1), (-0.52, 0.30), (0.0, 0.35), (0.46, 0.30), (0.84, 0.10, 1), (0.42, 0.135), (0.0, 0.16),
                (-0.45, 0.14))  # fmt: skip
    band = ribbon(path((-0.46, 0.34), (0.0, 0.40), (0.44, 0.34)), 0.12)
    folds = [path((-0.28, 1.10), (-0.14, 1.14), (-0.02, 1.08)), path((-0.33, 0.84), (-0.15, 0.93), (0.08, 0.88))]
    cuts = [Cut(cone, c), *(mark(ribbon(f, 0.01, 0.045, 0.01), shade(c, -0.10), 0.7) for f in folds)]
    cuts += [mark(band, gold), mark(star((-0.10, 0.68), 0.095, turn=1.2), gold), mark(star((0.13, 0.56), 0.05), gold),
             mark(star((-0.15, 1.24), 0.055, turn=0.5), gold), mark(star((-0.30, 0.54), 0.045, turn=2.0),
                 gold)]  # fmt: skip
    buckle = ribbon(path((-0.05, 0.36), (0.10, 0.36), (0.10, 0.44), (-0.05, 0.44), (-0.05, 0.36)), 0.022)
    return [*cuts, mark(buckle, shade(gold, 0.12)), Cut(brim, shade(c, 0.02), cast=0.45)]


def _straw(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    crown = blob((-0.40, 0.22), (-0.37, 0.50), (-0.22, 0.66), (0.06, 0.68), (0.28, 0.60), (0.38, 0.42), (0.42, 0.20))
    brim = blob(
        (-0.82, 0.20), (-0.50, 0.33), (0.0, 0.36), (0.48, 0.32), (0.80, 0.14), (0.46, 0.15), (0.0, 0.17), (-0.45, 0.14)
    )
    weave = [path((-0.38, y), (0.0, y + 0.05), (0.38, y - 0.01)) for y in (0.47, 0.53, 0.59)]
    rays = [path((x, 0.19 + 0.02 * (1 - abs(x))), (x * 1.25, 0.30)) for x in (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.55)]
    band = ribbon(path((-0.41, 0.36), (0.0, 0.415), (0.41, 0.35)), 0.13)
    return [
        Cut(crown, c), *(mark(ribbon(t, 0.018), shade(c, -0.09), 0.6) for t in weave), mark(band, spec.accent),
        Cut(brim, shade(c, 0.02), cast=0.4), *(mark(ribbon(t, 0.016), shade(c, -0.10), 0.5) for t in rays),
    ]  # fmt: skip


def _souwester(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    dome = blob((-0.46, 0.14), (-0.46, 0.38), (-0.30, 0.58), (0.0, 0.64), (0.28, 0.54), (0.42, 0.34), (0.44, 0.16))
    brim = blob((-0.80, -0.20, 1), (-0.66, 0.10), (-0.40, 0.26), (0.05, 0.29), (0.42, 0.27), (0.70, 0.16), (0.62, 0.10),
                (0.30, 0.15), (-0.05, 0.14), (-0.32, 0.02), (-0.55, -0.20))  # fmt: skip
    seams = [path((-0.28, 0.28), (-0.20, 0.48), (-0.02, 0.62)), path((0.22, 0.30), (0.16, 0.48), (0.0, 0.62))]
    return [
        Cut(dome, c),
        *(mark(ribbon(s, 0.018), shade(c, -0.10), 0.7) for s in seams),
        Cut(brim, shade(c, 0.02), cast=0.4),
    ]


def _hood(spec: PuppetSpec) -> list[Cut]:
    """The front of a hood: a thick rim round the face; hood_back is the rest."""
    c = spec.hat_colour
    rim = blob((0.44, 0.16), (0.46, 0.36), (0.33, 0.54), (0.05, 0.66), (-0.28, 0.60), (-0.52, 0.38), (-0.58, 0.05),
               (-0.52, -0.30), (-0.40, -0.52), (-0.16, -0.62), (0.10, -0.60, 1), (-0.02, -0.46), (-0.14, -0.28),
               (-0.16, 0.0),
               (-0.08, 0.22), (0.08, 0.34), (0.26, 0.33), (0.38, 0.24))  # fmt: skip
    fold = path((0.36, 0.42), (0.10, 0.48), (-0.14, 0.36), (-0.26, 0.06), (-0.24, -0.30), (-0.10, -0.50))
    crease = path((-0.44, 0.34), (-0.50, 0.04), (-0.44, -0.28))
    return [
        Cut(rim, c, cast=0.45), mark(ribbon(fold, 0.012, 0.03, 0.012), shade(c, -0.09), 0.8),
        mark(ribbon(crease, 0.01, 0.05, 0.01), shade(c, -0.07), 0.6),
        mark(ribbon(path((0.42, 0.22), (0.24, 0.37), (0.04, 0.35), (-0.11, 0.20)), 0.03), shade(c, 0.07), 0.8),
    ]  # fmt: skip


def hood_back(spec: PuppetSpec) -> list[Cut]:
    """The part of a hood behind the head, with its point."""
    back = blob((0.20, 0.50), (-0.10, 0.66), (-0.42, 0.60), (-0.70, 0.50, 1), (-0.62, 0.20), (-0.60, -0.20), (-0.48,
        -0.58),
                (-0.1, -0.66), (0.1, -0.5), (0.1, 0.0))  # fmt: skip
    return [Cut(back, shade(spec.hat_colour, -0.08))]


def _cap(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    dome = blob(
        (-0.50, 0.20),
        (-0.52, 0.42),
        (-0.36, 0.58),
        (-0.05, 0.62),
        (0.24, 0.56),
        (0.44, 0.42),
        (0.44, 0.22),
        (0.0, 0.23),
    )
    peak = blob((0.20, 0.26), (0.44, 0.30), (0.66, 0.20), (0.70, 0.13), (0.48, 0.155), (0.26, 0.17))
    band = ribbon(path((-0.50, 0.24), (0.0, 0.265), (0.44, 0.25)), 0.10)
    return [Cut(dome, c), mark(band, shade(c, -0.10)), mark(ellipse((0.30, 0.36), 0.06), spec.accent),
            Cut(ellipse((-0.04, 0.62), 0.06, 0.035), shade(c, 0.03)), Cut(peak, shade(c, -0.07), cast=0.4)]  # fmt: skip


def _crown(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    ring = blob((-0.34, 0.34), (-0.42, 0.72, 1), (-0.22, 0.54), (-0.14, 0.80, 1), (0.02, 0.55), (0.16, 0.79, 1),
        (0.25, 0.52),
                (0.44, 0.66, 1), (0.38, 0.32), (0.02, 0.36))  # fmt: skip
    band = ribbon(path((-0.36, 0.40), (0.02, 0.43), (0.40, 0.38)), 0.05)
    gems = [mark(ellipse((x, y), 0.042), g) for x, y, g in (
        (-0.18, 0.48, spec.accent), (0.04, 0.49, (0.25, 0.55, 0.66)), (0.24, 0.47, spec.accent))]  # fmt: skip
    pearls = [
        Cut(ellipse(p, 0.04), shade(c, 0.1), volume=0.5)
        for p in ((-0.42, 0.73), (-0.14, 0.81), (0.16, 0.80), (0.44, 0.67))
    ]
    return [Cut(ring, c), mark(band, shade(c, 0.10)), *gems, *pearls]


def _helmet(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    dome = blob((-0.50, -0.34), (-0.54, 0.10), (-0.44, 0.44), (-0.10, 0.62), (0.22, 0.56), (0.42, 0.34), (0.46, 0.16,
        1),
                (0.10, 0.14, 1), (-0.02, -0.1), (0.0, -0.40), (-0.2, -0.50))  # fmt: skip
    ridge = path((0.43, 0.20), (0.26, 0.46), (-0.08, 0.58), (-0.40, 0.42), (-0.50, 0.1))
    plume = blob((0.10, 0.58), (-0.10, 0.80), (-0.40, 0.86), (-0.66, 0.66), (-0.78, 0.30, 1), (-0.60, 0.42), (-0.40,
        0.52),
                 (-0.15, 0.56))  # fmt: skip
    rivets = [mark(ellipse((-0.03 - 0.03 * n, 0.02 - 0.11 * n), 0.022), shade(c, -0.18)) for n in range(4)]
    bar = ribbon(path((0.41, 0.20), (0.43, -0.06)), 0.05)
    return [Cut(plume, spec.accent), Cut(dome, c, cast=0.4), mark(ribbon(ridge, 0.02, 0.05, 0.02), shade(c, 0.10)),
        *rivets,
            Cut(bar, shade(c, -0.05), volume=0.5)]  # fmt: skip


def _visor(spec: PuppetSpec) -> list[Cut]:
    """An astronaut's helmet with a gold visor over the face."""
    shell = ellipse((-0.01, 0.0), 0.56, 0.545)
    frame = blob((0.53, 0.10), (0.40, 0.33), (0.12, 0.37), (-0.12, 0.24), (-0.17, -0.04), (-0.08, -0.30), (0.16, -0.38),
                 (0.42, -0.29), (0.53, -0.08))  # fmt: skip
    glass = blob((0.50, 0.09), (0.38, 0.285), (0.12, 0.315), (-0.075, 0.20), (-0.115, -0.04), (-0.04, -0.25), (0.16,
        -0.32),
                 (0.40, -0.245), (0.50, -0.06))  # fmt: skip
    shine = blob((-0.01, 0.17), (0.12, 0.26), (0.26, 0.26), (0.12, 0.20), (0.03, 0.08))
    low = blob((0.00, -0.14), (0.15, -0.27), (0.38, -0.20), (0.24, -0.16), (0.12, -0.12))
    c = spec.cloth
    return [
        Cut(shell, c), mark(ribbon(path((-0.40, 0.34), (-0.48, 0.0), (-0.38, -0.35)), 0.02, 0.05, 0.02), shade(c,
            -0.10), 0.7),
        Cut(frame, shade(c, -0.10), cast=0.4), mark(ellipse((-0.30, -0.02), 0.085), spec.accent),
        mark(ellipse((-0.30, -0.02), 0.05), shade(spec.accent, -0.12)),
        Cut(glass, (1.0, 0.86, 0.50), fade=(0.62, 0.27, 0.16), volume=0.7, glow=0.08),
        mark(low, (0.30, 0.18, 0.34), 0.45, soft=0.02), mark(shine, (1.0, 0.99, 0.92), 0.85, soft=0.006),
    ]  # fmt: skip


def _top_hat(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    tube = blob((-0.38, 0.26), (-0.40, 0.95, 1), (0.0, 0.99), (0.36, 0.93, 1), (0.36, 0.26))
    brim = blob(
        (-0.62, 0.30), (-0.45, 0.33), (0.0, 0.33), (0.45, 0.31), (0.64, 0.24), (0.40, 0.20), (0.0, 0.19), (-0.45, 0.22)
    )
    return [Cut(tube, c), mark(box(-0.5, 0.30, 0.5, 0.45), spec.accent), Cut(brim, shade(c, 0.03), cast=0.4)]


def _headscarf(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    cloth = blob((0.42, 0.20), (0.40, 0.38), (0.20, 0.54), (-0.08, 0.57), (-0.36, 0.46), (-0.50, 0.20), (-0.46, 0.02),
                 (-0.2, 0.10), (0.1, 0.22))  # fmt: skip
    tails = blob((-0.42, 0.06), (-0.58, -0.06), (-0.76, -0.24, 1), (-0.66, 0.0), (-0.82, 0.02, 1), (-0.62, 0.12))
    dots = [mark(ellipse(p, 0.03), mix(c, (1, 1, 1), 0.75)) for p in
            ((0.25, 0.36), (0.08, 0.46), (-0.12, 0.34), (-0.3, 0.26), (-0.14, 0.5), (0.06, 0.28), (-0.36,
            0.4))]  # fmt: skip
    return [Cut(tails, shade(c, -0.06)), Cut(cloth, c), *dots, Cut(ellipse((-0.46, 0.07), 0.07, 0.055), shade(c, 0.02))]


def _beanie(spec: PuppetSpec) -> list[Cut]:
    c = spec.hat_colour
    dome = blob(
        (-0.49, 0.18), (-0.49, 0.42), (-0.30, 0.62), (0.0, 0.68), (0.26, 0.60), (0.42, 0.40), (0.43, 0.20), (0.0, 0.22)
    )
    cuff = ribbon(path((-0.49, 0.20), (0.0, 0.245), (0.44, 0.21)), 0.19)
    ribs = [
        mark(ribbon(((x, 0.13), (x + 0.01, 0.33)), 0.02), shade(c, -0.11), 0.7)
        for x in (-0.4, -0.27, -0.14, 0.0, 0.14, 0.27, 0.38)
    ]
    knit = [
        mark(ribbon(path((x, 0.34), (0.7 * x, 0.5), (0.2 * x, 0.66)), 0.018), shade(c, -0.09), 0.6)
        for x in (-0.36, -0.18, 0, 0.18, 0.34)
    ]
    pom = [
        Cut(star((-0.02, 0.76), 0.165, 14, 0.82), spec.accent),
        mark(ellipse((0.01, 0.80), 0.06), shade(spec.accent, 0.1), 0.6, 0.02),
    ]
    return [*pom, Cut(dome, c), *knit, Cut(cuff, shade(c, 0.05)), *ribs]


_HATS: dict[str, Callable[[PuppetSpec], list[Cut]]] = {
    "wizard hat": _wizard, "straw hat": _straw, "sou'wester": _souwester, "hood": _hood, "cap": _cap, "crown": _crown,
    "helmet": _helmet, "visor": _visor, "top hat": _top_hat, "headscarf": _headscarf, "beanie": _beanie,
}  # fmt: skip
