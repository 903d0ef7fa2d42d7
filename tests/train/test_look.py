"""Learning a look: the torch port agrees with the shipped graph, and a few steps already move towards a painting."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from melies.cli import lesson  # noqa: E402
from melies.core.errors import AuthorError  # noqa: E402
from melies.models import style  # noqa: E402
from melies.train import features, look, paint_losses  # noqa: E402
from melies.train.stylenet import forward  # noqa: E402

LESSON = look.Lesson(minutes=0, steps=3, size=48, start=12)


@pytest.fixture(scope="module")
def seen() -> features.Features:
    """Small random features in the shape of the real ones: no download, same code."""
    torch.manual_seed(0)
    widths, blocks, before = (16, 24, 32, 32), [], 3
    for depth, width in zip(features.DEPTHS, widths, strict=True):
        pairs = []
        for _ in range(depth):
            weight = torch.randn(width, before, 3, 3) * (2 / (9 * before)) ** 0.5
            pairs.append((weight, torch.zeros(width)))
            before = width
        blocks.append(pairs)
    return features.Features(blocks)


def pictures(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    down = np.linspace(0, 1, 72, dtype=np.float32)[:, None, None]
    wide = np.zeros((1, 96, 1))
    skies = [rng.random(3) * (1 - down) + rng.random(3) * down + wide for _ in range(count)]
    return [sky.astype(np.float32) for sky in skies]


def painting() -> np.ndarray:
    y, x = np.mgrid[:96, :96]
    wave = np.sin(x * 0.7 + np.sin(y * 0.2) * 3) > 0
    return np.where(wave[..., None], np.float32((0.9, 0.8, 0.2)), np.float32((0.1, 0.1, 0.5))).astype(np.float32)


@pytest.mark.parametrize("preset", [0, 12, 25])
def test_the_torch_port_agrees_with_the_shipped_graph(preset: int) -> None:
    image = np.random.default_rng(preset).random((1, 3, 48, 64), np.float32)
    norms = style.presets()[preset]
    with torch.no_grad():
        ours = forward(torch.from_numpy(image), torch.from_numpy(norms)).numpy()
    assert np.abs(ours - style.run(style.session(1), image, norms)).max() < 1e-4


def test_three_steps_lower_the_loss(seen: features.Features) -> None:
    school = look._School(look.Works([painting()]), pictures(7), seen, LESSON)
    run = look.Run(torch.from_numpy(style.presets()[12].copy()))
    totals = []
    for _ in range(4):
        losses = school.losses(run.norms, 0)
        total = torch.stack([LESSON.weights[k] * v for k, v in losses.items()]).sum()
        totals.append(float(total.detach()))
        run.descend(total, 1e-2)
    assert totals[3] < totals[0]


def test_a_lesson_by_steps_repeats_and_resumes(seen: features.Features, tmp_path: Path) -> None:
    def learn(lesson: look.Lesson, state: Path | None = None) -> list[look.Progress]:
        return list(look.learn([painting()], pictures(7), seen, lesson, state))

    whole = learn(LESSON)
    assert [p.step for p in whole] == [0, 1, 2, 3, 3]
    assert whole[0].figures["before"] > 0 and "after" in whole[-1].figures
    assert np.array_equal(whole[-1].norms, learn(LESSON)[-1].norms)
    again = learn(look.Lesson(minutes=0, steps=5, size=48, start=12), tmp_path / "s.safetensors")
    resumed = learn(look.Lesson(minutes=0, steps=5, size=48, start=12), tmp_path / "s.safetensors")
    assert resumed[0].step == 5 and np.array_equal(resumed[-1].norms, again[-1].norms)


def test_a_broken_state_and_too_few_pictures_are_refused(seen: features.Features, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"not a state")
    with pytest.raises(AuthorError, match="delete it"):
        next(look.learn([painting()], pictures(7), seen, LESSON, tmp_path / "s"))
    with pytest.raises(AuthorError, match="content pictures"):
        next(look.learn([painting()], pictures(2), seen, LESSON))
    with pytest.raises(AuthorError, match="pip install"):
        features.weights_file(tmp_path / "missing.h5")


def test_each_loss_sees_its_own_fault() -> None:
    flat = torch.full((1, 3, 64, 64), 0.5)
    lattice = flat.clone()
    lattice[..., ::4, ::4] += 0.2
    noise = flat + torch.randn(1, 3, 64, 64) * 0.05
    assert paint_losses.grid(lattice) > 5 * paint_losses.grid(noise) > 0
    stained = flat.clone()
    stained[..., 16:40, 16:40] += 0.2
    assert paint_losses.blotches(stained, flat) > 10 * paint_losses.blotches(noise, flat)
    assert paint_losses.blotches(stained, stained) < 0.1 * paint_losses.blotches(stained, flat)
    moved = torch.roll(noise, (2, -1), (2, 3))
    assert paint_losses.steady(noise, moved, (2, -1)) == 0


def test_works_that_are_held_out_end_the_lesson_and_measure(
    seen: features.Features, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "CHECK", 1)
    monkeypatch.setattr(look, "PROGRESS", 1e-9)  # nothing ever counts as progress after the first look
    works = look.Works([painting(), painting().T.reshape(96, 96, 3)], [2.0, 1.0], [painting()], [painting()])
    told = list(look.learn(works, pictures(7), seen, look.Lesson(minutes=0, steps=40, size=48, start=12)))
    assert told[-1].step == 1 + look.PATIENCE
    assert told[-1].figures["unseen before"] > 0 and told[-1].figures["unseen after"] > 0
    assert np.array_equal(told[-1].norms, told[1].norms)  # the best, not the last


def test_weights_of_works_move_their_statistics(seen: features.Features) -> None:
    two = [painting(), np.zeros((96, 96, 3), np.float32)]
    alone, even, heavy = (
        look._School(look.Works(two, weights), pictures(7), seen, LESSON).wanted[0]
        for weights in ((1.0, 1e-9), (1.0, 1.0), (9.0, 1.0))
    )
    assert float((heavy - alone).abs().sum()) < float((even - alone).abs().sum())


def test_some_of_a_folder_are_held_out(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.jpg" for n in range(12)]
    learn, stop, unseen = lesson._parted(paths, 0)
    assert len(learn) == 10 and len(stop) == len(unseen) == 1 and {*learn, *stop, *unseen} == {*paths}
    assert lesson._parted(paths[:4], 0) == (paths[:4], [], [])
    assert lesson._weights([f"{learn[1].name}=3"], learn)[:2] == [1.0, 3.0]
    for said, why in (("a.jpg=2", "not learnt from"), ("x", "above 0"), (f"{learn[0].name}=-1", "above 0")):
        with pytest.raises(AuthorError, match=why):
            lesson._weights([said], learn)
