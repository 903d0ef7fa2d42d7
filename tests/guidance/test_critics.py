"""Critics: right at their ends, blind beyond their region, summed and weighed, and as cheap as their chunks."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from tests.guidance.descent import energies

from melies.core.errors import AuthorError
from melies.core.image import OPEN
from melies.core.oklab import to_oklab
from melies.guidance import figures
from melies.guidance.critics.base import Critic, Sum
from melies.guidance.critics.colour import oklab
from melies.guidance.critics.content import Content
from melies.guidance.critics.depth import Depth
from melies.guidance.critics.difference import Difference
from melies.guidance.critics.labels import Labels
from melies.guidance.critics.likeness import Likeness, described
from melies.guidance.critics.outline import Outline
from melies.guidance.critics.palette import Palette
from melies.guidance.critics.scribble import Scribble
from melies.guidance.critics.smooth import Saturation, Smooth
from melies.guidance.critics.style import Style
from melies.guidance.critics.text import Text, spherical
from melies.guidance.guides import planes
from melies.guidance.perceptors.base import Perceptor
from melies.guidance.views import Views
from melies.scene.labels import LABELS

CHANCE = torch.Generator().manual_seed(0)
PICTURE = torch.rand(1, 3, 64, 96, generator=CHANCE)
LEFT = torch.zeros(64, 96)
LEFT[:, :40] = 1


class Toy(Perceptor):
    """A perceptor of mean colours."""

    side = 16

    def text(self, texts):  # type: ignore[no-untyped-def]
        return torch.nn.functional.normalize(torch.tensor([[1.0, 0.2, 0.1]] * len(texts)), dim=-1)

    def picture(self, pictures):  # type: ignore[no-untyped-def]
        return torch.nn.functional.normalize(pictures.mean((2, 3)) + 1e-3, dim=-1)

    def likely(self, picture, words):  # type: ignore[no-untyped-def]
        return picture[0, 0]


def every() -> list[Critic]:
    scribble = torch.cat([torch.rand(1, 3, 64, 96, generator=CHANCE), torch.ones(1, 1, 64, 96)], 1)
    lines = torch.zeros(64, 96)
    lines[20] = 1
    other = torch.rand(1, 3, 64, 96, generator=CHANCE)
    return [
        Text(Toy(), "red", views=Views(count=5, chunk=2)), Style(other), Content(other), Scribble(scribble),
        Outline(lines), Palette(torch.tensor([[0.9, 0.1, 0.1]])), Smooth(), Saturation(), Difference(other),
        Likeness(other, torch.ones(64, 96)), Depth(torch.linspace(0, 1, 64)[:, None].expand(64, 96)),
    ]  # fmt: skip


def test_colours_are_those_of_the_slow_reference() -> None:
    slow = to_oklab(PICTURE[0].permute(1, 2, 0).numpy())
    assert np.abs(oklab(PICTURE)[0].permute(1, 2, 0).numpy() - slow).max() < 2e-3


@pytest.mark.parametrize("critic", every(), ids=lambda critic: critic.name)
def test_nothing_outside_a_region_is_judged(critic: Critic) -> None:
    picture = PICTURE.clone().requires_grad_(True)
    verdict = critic.within(LEFT).judge(picture)
    assert bool(torch.isfinite(verdict.energy)) and verdict.heat.shape[0] > 0
    verdict.energy.backward()
    assert picture.grad is not None and bool(torch.isfinite(picture.grad).all())
    far = picture.grad[..., 40 + 24 :]  # what features see round a point
    near = picture.grad[..., :40]
    assert float(near.abs().max()) > 0
    if critic.name in ("text", "palette", "difference", "saturation", "likeness"):
        assert float(picture.grad[..., 41:].abs().max()) == 0
    elif critic.name not in ("style", "content"):
        assert float(far.abs().max()) == 0


@pytest.mark.parametrize("critic", every(), ids=lambda critic: critic.name)
def test_three_steps_improve_the_energy(critic: Critic) -> None:
    found = energies(critic, PICTURE)
    assert found[-1] < found[0]


def test_what_is_met_costs_nothing() -> None:
    for critic in (Content(PICTURE), Difference(PICTURE), Style(PICTURE), Likeness(PICTURE, torch.ones(64, 96))):
        assert float(critic.judge(PICTURE).energy) < 2e-3, critic.name
    assert float(Smooth().judge(torch.full((1, 3, 64, 96), 0.4)).energy) < 1e-5


def test_a_label_map_asks_for_nothing_where_it_is_open() -> None:
    wanted = np.full((64, 96), LABELS["grass"], np.uint8)
    wanted[:, 48:] = OPEN
    half = torch.zeros(64, 96)
    half[:, :48] = 1
    open_, whole = Labels(wanted), Labels(np.where(wanted == OPEN, np.uint8(LABELS["sky"]), wanted))
    assert float(open_.judge(PICTURE).energy) == pytest.approx(float(whole.judge(PICTURE, half).energy), rel=0.05)
    heat = open_.judge(PICTURE).heat
    assert float(heat[:, -1].abs().max()) == 0 and float(heat[:, 0].min()) > 0


def test_spherical_distance_at_its_ends() -> None:
    a = torch.tensor([[1.0, 0.0]], requires_grad=True)
    assert float(spherical(a, a.detach())) == pytest.approx(0, abs=1e-6)
    assert float(spherical(a, -a.detach())) == pytest.approx(math.pi**2 / 2, abs=1e-2)
    spherical(a, a.detach()).sum().backward()
    assert bool(torch.isfinite(a.grad).all())  # type: ignore[union-attr]


def test_sums_weigh_and_leave_out() -> None:
    class Broken(Critic):
        name = "broken"

        def judge(self, picture, where=None):  # type: ignore[no-untyped-def]
            raise AssertionError("a critic of weight 0 was asked")

    whole = 0.5 * Smooth() + 2.0 * Saturation(0.1)
    assert isinstance(whole, Sum)
    parts = [float(critic.judge(PICTURE).energy) for critic in (Smooth(), Saturation(0.1))]
    assert float(whole.judge(PICTURE).energy) == pytest.approx(0.5 * parts[0] + 2 * parts[1], rel=1e-5)
    tree = whole.tree(PICTURE)
    assert [row["name"] for row in tree["parts"]] == ["smooth", "saturation"]
    assert tree["energy"] == pytest.approx(0.5 * parts[0] + 2 * parts[1], rel=1e-5)
    (Sum(((0.0, Broken()), (1.0, Smooth())))).judge(PICTURE)


def test_chunks_of_views_give_the_gradient_of_all_at_once() -> None:
    slopes = []
    for chunk in (2, 16):
        picture = PICTURE.clone().requires_grad_(True)
        Text(Toy(), "red", views=Views(count=9, chunk=chunk)).judge(picture).energy.backward()
        slopes.append(picture.grad)
    assert torch.allclose(slopes[0], slopes[1], atol=1e-7)  # type: ignore[arg-type]


def test_views_lie_in_their_region_and_repeat() -> None:
    mask = np.zeros((80, 120), np.float32)
    mask[30:70, 50:110] = 1
    boxes = Views(count=32, seed=3).boxes(80, 120, mask)
    assert len(boxes) == 32 and boxes == Views(count=32, seed=3).boxes(80, 120, mask)
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= 120 and 0 <= top < bottom <= 80
        assert mask[top:bottom, left:right].mean() >= 0.5


@pytest.mark.parametrize(
    "made",
    [
        lambda: Scribble(torch.zeros(1, 4, 8, 8)),
        lambda: Scribble(torch.cat([torch.zeros(1, 3, 8, 8), torch.ones(1, 1, 8, 8)], 1)),
        lambda: Outline(torch.zeros(8, 8)),
        lambda: Depth(torch.full((8, 8), 0.5)),
        lambda: Depth(torch.eye(8)[:4].repeat(2, 1)).within(torch.ones(8, 8).tril(-7)),
        lambda: Palette(torch.zeros(0, 3)),
    ],
)
def test_an_empty_wish_is_told(made) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(AuthorError):
        made()


def test_figures_are_those_of_the_slow_reference() -> None:
    pixels = (PICTURE[0].permute(1, 2, 0).numpy() * 255 + 0.5).astype(np.uint8)
    slow = figures.figure(pixels, LEFT.numpy())
    assert np.abs(described(planes(pixels), LEFT).numpy() - slow).max() < 2e-3


def test_what_was_looked_at_first_can_be_led_afterwards() -> None:
    """A lens that was loaded to find words has weights that slopes flow through."""
    from melies.guidance.eye import told
    from melies.guidance.perceptors import lens as shipped

    for kept in (shipped.lens, shipped.backbone):
        kept.cache_clear()
    told((PICTURE[0].permute(1, 2, 0).numpy() * 255).astype(np.uint8), "a golden forest")
    picture = PICTURE.clone().requires_grad_(True)
    Text(shipped.lens(), "a golden forest", views=Views(count=1)).judge(picture).energy.backward()
    assert picture.grad is not None and bool(picture.grad.any())
