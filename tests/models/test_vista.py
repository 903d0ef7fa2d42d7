"""Vista: layers that come back, a network for every shape, samples that hold what is given, files that are checked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from tests.models.tiny_vista import larger, net, saved

from melies.core.errors import AuthorError
from melies.core.image import OPEN
from melies.core.seed import Seed
from melies.core.size import Size
from melies.models.vista import layers, weights
from melies.models.vista.foresee import Asked, Words, foreseen, unworded
from melies.models.vista.larger import Larger, coarse
from melies.models.vista.order import Order
from melies.models.vista.painter import Painter
from melies.models.vista.sample import SHIFTS, sampled
from melies.models.vista.spec import CHANNELS, GRIDS, LAYERS, PATCH, PRESETS, TEXT, Spec, grid
from melies.scene.labels import DRAWN, LABELS, MOON, colour, nearest, parted


def noise(cells: tuple[int, int], seed: int = 0) -> np.ndarray:
    return Seed(seed).rng().standard_normal((CHANNELS, *cells), np.float32)


def words(count: int = 1) -> Words:
    torch.manual_seed(5)
    return Words(torch.randn(1, 6, TEXT).repeat(count, 1, 1), torch.ones(count, 6))


def test_any_two_labels_differ_in_half_of_their_signs() -> None:
    distance = (layers.codes()[:, None] != layers.codes()[None]).sum(-1)
    assert set(np.unique(distance)) == {0, 8, 16} and (np.diag(distance) == 0).all()


@given(seed=st.integers(0, 99), flaw=st.floats(0, 0.6))
def test_labels_survive_noise(seed: int, flaw: float) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(DRAWN), (6, 7)).astype(np.uint8)
    noisy = layers.of_labels(labels) + rng.uniform(-1, 1, (6, 7, 16)).astype(np.float32) * flaw
    assert np.array_equal(layers.to_labels(noisy, len(DRAWN)), labels)


@given(depth=st.lists(st.floats(1.6, 480), min_size=4, max_size=4))
def test_depth_comes_back_in_metres(depth: list[float]) -> None:
    metres = np.array([[*depth, np.inf]], np.float32)
    back = layers.to_depth(layers.of_depth(metres))
    assert np.allclose(back[0, :4], depth, rtol=1e-3) and np.isinf(back[0, 4])


def test_a_broad_line_counts_as_a_thin_one() -> None:
    thin, broad = np.zeros((2, 144, 240), np.float32)
    thin[71:73], broad[69:75] = 1, 1
    small = [layers.of_outline(lines, (80, 48))[..., 0] for lines in (thin, broad)]
    assert small[0].max() > 0.2 and np.abs(small[0] - small[1]).mean() < 0.03
    assert (layers.of_outline(np.zeros((20, 20), np.float32), (8, 8)) == -1).all()


def test_outlines_lie_where_labels_change_or_depth_jumps() -> None:
    labels, depth = np.zeros((8, 8), np.uint8), np.full((8, 8), 10, np.float32)
    labels[:, 4:], depth[4:] = 3, 20
    lines = layers.edges(labels, depth)
    assert lines[:, 3].all() and lines[3].all() and lines.sum() == 15


@pytest.mark.parametrize("cells", GRIDS)
def test_every_shape_goes_through(cells: tuple[int, int]) -> None:
    height, width = cells[0] * PATCH, cells[1] * PATCH
    z = torch.from_numpy(noise((height, width)))[None].repeat(2, 1, 1, 1)
    with torch.inference_mode():
        made = net()(z, torch.rand(2, len(LAYERS)), torch.rand(2, 1, height, width), words(2).vectors, words(2).there)
    assert made.shape == z.shape and bool(made.isfinite().all())


def test_words_that_are_not_there_change_nothing() -> None:
    z, levels, clear = torch.randn(1, CHANNELS, 48, 88), torch.full((1, 4), 0.5), torch.full((1, 1, 48, 88), 0.5)
    said = words()
    long = torch.cat([said.vectors, torch.randn(1, 3, TEXT)], 1)
    there = torch.cat([said.there, torch.zeros(1, 3)], 1)
    with torch.inference_mode():
        network = net()
        short = network(z, levels, clear, said.vectors, said.there)
        assert torch.allclose(short, network(z, levels, clear, long, there), atol=1e-5)


def test_sizes_are_as_told() -> None:
    from melies.models.vista.net import Vista

    counts = {name: sum(p.numel() for p in Vista(spec).parameters()) for name, spec in PRESETS.items()}
    assert 7e6 < counts["s"] < 12e6 and 15e6 < counts["b"] < 21e6
    assert grid(640, 360) == (6, 11) and grid(100, 100) == (8, 8) and grid(200, 900) == (12, 6)
    with pytest.raises(AuthorError, match="four times"):
        Spec(width=30, heads=4)


def test_what_is_given_is_held_and_steps_are_counted() -> None:
    given_labels = torch.randn(1, 16, 48, 88)
    start, clear = torch.rand(1, 3, 48, 88), torch.zeros(1, 1, 48, 88)
    clear[..., :40] = 1
    asked = Asked(words(), {"labels": given_labels}, start, 1.0, clear, steps=5, guidance=2.0)
    with torch.inference_mode():
        found = list(sampled(net(), asked, torch.from_numpy(noise((48, 88)))[None]))
    assert len(found) == 5
    for clean in found:
        assert torch.equal(clean[:, layers.span("labels")], given_labels)
        assert torch.allclose(clean[:, :3, :, :40], start[..., :40])
        assert not torch.allclose(clean[:, :3, :, 40:], start[..., 40:])


def test_a_map_that_is_open_in_places_is_held_where_it_is_drawn_and_planned_elsewhere() -> None:
    labels = np.full((48, 88), OPEN, np.uint8)
    labels[20:30, 5:50] = LABELS["animal"]
    sure = torch.from_numpy(labels != OPEN)
    coded = torch.from_numpy(layers.of_labels(labels).transpose(2, 0, 1)[None].copy())
    asked = Asked(words(), {"labels": coded}, steps=5, known=len(DRAWN), drawn=sure[None, None].float())
    with torch.inference_mode():
        found = list(sampled(net(), asked, torch.from_numpy(noise((48, 88)))[None]))
    assert len(found) == 5
    part = layers.span("labels")
    for clean in found:
        assert torch.equal(clean[0, part][:, sure], coded[0][:, sure])
        assert bool((clean[0, part][:, ~sure].abs().sum(0) > 0).all())
    assert torch.equal(found[2][0, part], found[4][0, part]), "what was planned stays"


def test_labels_at_a_smaller_size_are_the_most_frequent_or_open() -> None:
    labels = np.full((12, 12), OPEN, np.uint8)
    labels[:6, :6], labels[:6, 6:], labels[0, 6:8] = 3, 5, 9
    labels[6:, :5] = 7
    assert layers.fewer(labels, (2, 2)).tolist() == [[3, 5], [7, OPEN]]
    assert np.array_equal(layers.fewer(labels, (12, 12)), labels)
    assert (layers.of_labels(labels)[labels == OPEN] == 0).all()


def test_an_open_map_comes_back_whole() -> None:
    labels = np.full((120, 200), OPEN, np.uint8)
    labels[40:90, 20:100] = LABELS["building"]
    order = Order(Size(width=200, height=120), "a house", labels=labels, steps=3)
    *_, made = painter().paint(order, noise(order.cells))
    assert (made.labels[labels != OPEN] == LABELS["building"]).all() and made.labels.max() < len(DRAWN)


def test_a_figure_that_is_drawn_is_nowhere_else() -> None:
    labels = np.full((48, 88), OPEN, np.uint8)
    labels[20:30, 10:40] = LABELS["building"]
    sure = labels != OPEN
    coded = torch.from_numpy(layers.of_labels(labels).transpose(2, 0, 1)[None].copy())
    asked = Asked(
        words(), {"labels": coded}, steps=5, known=len(DRAWN), drawn=torch.from_numpy(sure)[None, None].float(),
        figures=frozenset({LABELS["building"], LABELS["animal"]}),
    )  # fmt: skip
    part = layers.span("labels")

    class Builder(torch.nn.Module):
        """Sees a building everywhere, and less of an animal."""

        def forward(self, z, levels, clear, words, there):  # type: ignore[no-untyped-def]
            made = torch.zeros_like(z)
            said = layers.of_labels(np.uint8(LABELS["building"])) + layers.of_labels(np.uint8(LABELS["animal"])) / 2
            made[:, part] = torch.from_numpy(said)[:, None, None]
            return made

    *_, last = sampled(Builder(), asked, torch.from_numpy(noise((48, 88)))[None])  # type: ignore[arg-type]
    found = layers.to_labels(last[0, part].permute(1, 2, 0).numpy(), len(DRAWN))
    assert (found[sure] == LABELS["building"]).all() and (found[~sure] == LABELS["animal"]).all()


def test_what_one_sees_through_is_open_in_a_map() -> None:
    drawn = np.zeros((10, 10, 4), np.uint8)
    assert nearest(drawn, len(DRAWN)) == (pytest.approx(np.full((10, 10), OPEN)), 0.0)
    drawn[2:5, 2:5, :3], drawn[2:5, 2:5, 3] = DRAWN["water"], 255
    found, strange = nearest(drawn, len(DRAWN))
    assert strange == 0 and (found == LABELS["water"]).sum() == 9 and (found == OPEN).sum() == 91
    drawn[2, 2:5, :3] = (255, 0, 255)
    assert nearest(drawn, len(DRAWN))[1] == pytest.approx(1 / 3)


def test_little_strength_stays_near_the_start() -> None:
    start = torch.rand(1, 3, 48, 88) * 2 - 1
    far = []
    for strength in (0.1, 1.0):
        asked = Asked(unworded(1), start=start, strength=strength, steps=10)
        with torch.inference_mode():
            *_, last = sampled(_Copier(), asked, torch.from_numpy(noise((48, 88)))[None])  # type: ignore[arg-type]
        far.append(float((last[:, :3] - start).abs().mean()))
    assert far[0] < 0.3 * far[1]


class _Copier(torch.nn.Module):
    """Takes what it sees for clean."""

    def forward(self, z, levels, clear, words, there):  # type: ignore[no-untyped-def]
        return z


def painter() -> Painter:
    return Painter(net(), larger(), len(DRAWN))


def test_the_same_order_paints_the_same_bytes() -> None:
    order = Order(Size(width=200, height=120), "a lake at dusk", steps=3)
    *steps, one = painter().paint(order, noise(order.cells))
    *_, two = painter().paint(order, noise(order.cells))
    assert steps == [1, 2, 3] and one.rgb.shape == (120, 200, 3) and one.rgb.dtype == np.float32
    assert np.array_equal(one.rgb, two.rgb) and one.labels.max() < len(DRAWN) and one.depth.shape == (120, 200)
    *_, other = painter().paint(Order(order.size, "a city at noon", steps=3), noise(order.cells))
    assert not np.array_equal(one.rgb, other.rgb)


def test_drawn_labels_and_lines_are_followed_at_their_own_size() -> None:
    labels = np.full((120, 200), LABELS["sky"], np.uint8)
    labels[60:] = LABELS["water"]
    lines = layers.edges(labels, np.full(labels.shape, 9, np.float32))
    order = Order(Size(width=200, height=120), "a sea", labels=labels, outline=lines, steps=2)
    *_, made = painter().paint(order, noise(order.cells))
    assert np.array_equal(made.labels, labels)


@pytest.mark.parametrize("size", [(70, 131), (500, 800)])
def test_any_picture_is_read(size: tuple[int, int]) -> None:
    seen = painter().read(np.random.default_rng(0).random((*size, 3), np.float32))
    assert seen.depth.shape == seen.labels.shape == seen.outline.shape == size
    assert (seen.depth > 0).all() and seen.labels.max() < len(DRAWN)


def test_the_card_tells_of_the_weights_that_ship() -> None:
    home = Path(str(weights.HOME))
    card, facts = (home / "CARD.md").read_text("utf-8"), json.loads((home / weights.FACTS).read_text("utf-8"))
    assert f"{facts['steps']:,} batches" in card and not re.search(r"@[A-Z]", card)
    pictures = re.findall(r"\]\((\w+\.webp)\)", card)
    assert {path.name for path in home.glob("*.webp")} == set(pictures)


def test_files_come_back_and_are_checked(tmp_path: Path) -> None:
    saved(tmp_path)
    again = weights.painter(str(tmp_path))
    z = torch.from_numpy(noise((48, 88)))[None]
    args = (z, torch.full((1, 4), 0.3), torch.full((1, 1, 48, 88), 0.3), words().vectors, words().there)
    with torch.inference_mode():
        assert torch.allclose(again.net(*args), net()(*args), atol=3e-2)
    assert len(weights.sha256(str(tmp_path))) == 64


@pytest.mark.parametrize(
    "flaw", ["cut", "facts", "keys", "heads", "labels", "shape", "missing", "nan", "gone", "schema"]
)
def test_a_damaged_vista_is_refused_by_name(tmp_path: Path, flaw: str) -> None:
    saved(tmp_path)
    file, facts = tmp_path / weights.NET, tmp_path / weights.FACTS
    wanted = "damaged"
    if flaw == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif flaw == "facts":
        facts.write_text("{")
        wanted = "can't be read"
    elif flaw in ("keys", "heads", "labels"):
        told = json.loads(facts.read_text())
        told = {"schema": told["schema"]} if flaw == "keys" else told
        if flaw == "heads":
            told["spec"]["heads"] = 0
        told |= {"labels": 99} if flaw == "labels" else {}
        facts.write_text(json.dumps(told))
        wanted = "can't be read"
    elif flaw == "gone":
        file.unlink()
        wanted = "can't be read"
    elif flaw == "schema":
        facts.write_text(facts.read_text().replace("vista@1", "vista@9"))
        wanted = "melies/vista@9"
    else:
        tensors = load_file(file)
        key = "blocks.0.qkv.weight"
        if flaw == "shape":
            tensors[key] = tensors[key][:-1].contiguous()
        elif flaw == "missing":
            del tensors[key]
        else:
            tensors[key][0, 0] = float("nan")
        save_file(tensors, file)
        _resealed(facts, file)
        wanted = "blocks.0.qkv.weight"
    with pytest.raises(AuthorError, match=wanted):
        weights.painter(str(tmp_path))


def _resealed(facts: Path, file: Path) -> None:
    import hashlib

    told = json.loads(facts.read_text())
    told["sha256"][file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    facts.write_text(json.dumps(told))


def test_the_shipped_vista_is_whole_and_small() -> None:
    facts = weights.told()
    made = weights.painter()
    assert made.known == facts["labels"] == len(DRAWN) == weights.MOST
    assets = Path(str(weights.HOME)).parent
    assert sum(path.stat().st_size for path in assets.rglob("*") if path.is_file()) < 60e6


@settings(max_examples=30)
@given(seed=st.integers(0, 999))
def test_a_drawn_map_is_read_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(DRAWN), (9, 11)).astype(np.uint8)
    flawed = colour(labels).astype(int) + rng.integers(-3, 4, (9, 11, 3))
    found, strange = nearest(np.clip(flawed, 0, 255).astype(np.uint8), len(DRAWN))
    assert np.array_equal(found, labels) and strange == 0


def test_a_moon_is_a_moon_at_night() -> None:
    labels = np.array([[LABELS["sun/moon"], LABELS["sky"]]], np.uint8)
    assert parted(labels, 12)[0, 0] == LABELS["sun/moon"] and parted(labels, 23).tolist() == [[MOON, LABELS["sky"]]]
    strange = nearest(np.full((4, 4, 3), (255, 0, 255), np.uint8), len(DRAWN))[1]
    assert strange == 1.0


def test_an_untaught_enlarger_draws_no_grid() -> None:
    fresh = Larger()
    inner = torch.nn.functional.pixel_shuffle(fresh.up0(torch.randn(1, 64, 5, 5)), 2)
    assert torch.equal(inner[..., ::2, ::2], inner[..., 1::2, 1::2])
    flat = coarse(torch.linspace(-1, 1, 8).expand(1, 21, 4, 8))
    assert float(flat.diff(dim=-1).abs().max()) < 0.1, "no pixel of the base shows as a square"


def test_patches_that_lie_elsewhere_foretell_the_same_picture_and_leave_no_seam() -> None:
    class Blocks(torch.nn.Module):
        """Each patch is told its own mean: nothing but seams."""

        def forward(self, z, *rest):  # type: ignore[no-untyped-def]
            small = torch.nn.functional.avg_pool2d(z, PATCH)
            return torch.nn.functional.interpolate(small, scale_factor=PATCH)

    z = torch.linspace(-1, 1, 88).expand(1, CHANNELS, 48, 88)
    asked = Asked(Words(torch.zeros(1, 1, TEXT), torch.zeros(1, 1)))
    for shift in SHIFTS:
        made = foreseen(Blocks(), asked, z, 0.5, shift)
        assert made.shape == z.shape and float((made - z).abs()[..., 8:-8].max()) < 0.1
        steps = made.diff(dim=-1)[0, 0, 20]
        assert float(steps[7 - shift[1] :: 8].abs().min()) > 0, "its patches begin elsewhere"


def test_guidance_is_one_look_at_both_and_leads_away_from_what_knows_nothing() -> None:
    z, blind = (torch.from_numpy(noise((48, 88), seed))[None] for seed in (0, 1))
    said, drawn = words(), torch.randn(1, 16, 48, 88)
    z[:, layers.span("labels")] = drawn
    avoided = Words(torch.randn(1, 2, TEXT), torch.ones(1, 2))
    asked = Asked(said, {"labels": drawn}, guidance=3.0, unwanted=avoided)
    network, at = net(), list(LAYERS).index("labels")
    levels, clear = torch.full((1, len(LAYERS)), 0.5), torch.full((1, 1, 48, 88), 0.5)
    with torch.inference_mode():
        found = foreseen(network, asked, z, 0.5, noise=blind)
        levels[:, at] = 1.0
        told = network(z, levels, clear, said.vectors, said.there)
        levels[:, at], z[:, layers.span("labels")] = 0.0, blind[:, layers.span("labels")]
        untold = network(z, levels, clear, avoided.vectors, avoided.there)
    assert torch.allclose(found, untold + 3 * (told - untold), atol=1e-4)


def test_words_alone_are_planned_first_and_then_painted() -> None:
    seen = list[float]()

    class Watched(torch.nn.Module):
        """Notes how well labels are known."""

        def forward(self, z, levels, clear, words, there):  # type: ignore[no-untyped-def]
            seen.append(float(levels[0, list(LAYERS).index("labels")]))
            return torch.tanh(z)

    asked = Asked(unworded(1), steps=10, guidance=1.0)
    *_, last = found = list(sampled(Watched(), asked, torch.from_numpy(noise((48, 88)))[None]))  # type: ignore[arg-type]
    assert len(found) == 10 and seen[:5] == [0.0, 0.25, 0.5, 0.75, 0.75] and seen[5:] == [1.0] * 7
    said = last[0, layers.span("labels")].permute(1, 2, 0).numpy()
    assert np.allclose(layers.of_labels(layers.to_labels(said, 32)), said), "every pixel says one label"
    seen.clear()
    start = torch.zeros(1, 3, 48, 88)
    asked = Asked(unworded(1), start=start, strength=0.5, steps=10, guidance=1.0)
    list(sampled(Watched(), asked, torch.from_numpy(noise((48, 88)))[None]))  # type: ignore[arg-type]
    assert max(seen) < 1, "what is painted over is its own plan"
