"""Vista's lessons: worlds to layers, tasks that ask what they say, steps that go on where they were stopped."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as Pillow
from tests.models.tiny_vista import TINY, larger, net

from melies.core.errors import AuthorError
from melies.core.image import OPEN
from melies.core.size import Size
from melies.guidance.perceptors.lens import backbone
from melies.media.picture import write_png
from melies.models.vista import layers, weights
from melies.models.vista.spec import CHANNELS, LAYERS
from melies.scene.labels import DRAWN, LABELS
from melies.train.corpus.shards import Plan, read, render
from melies.train.corpus.survey import counted, drawn
from melies.train.vista import enlarge, gallery, pack, rival, teach
from melies.train.vista.course import Course, course
from melies.train.vista.muon import orthogonal
from melies.train.vista.tasks import NAMES, Task, owed
from melies.train.vista.tasks import drawn as task_of

SIZE = Size(width=128, height=72)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """World 8, which teaches, and world 9, which is held out."""
    folder = tmp_path_factory.mktemp("worlds")
    list(render(folder, 8, 10, Plan((SIZE,), views=3, painted=0.0)))
    return folder


@pytest.fixture(scope="module")
def home(worlds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    list(pack.small(worlds, folder / "base"))
    return folder


def book_of(groups: list[pack.Group], path: Path) -> pack.Wordbook:
    book = pack.Wordbook(path)
    said = [one for group in groups for row in group.told for one in row]
    list(book.learn([*said, *map(pack.mirrored, said)]))
    return book


def test_worlds_are_kept_as_pictures_and_arrays(worlds: Path) -> None:
    shard = read(worlds / "world-0-000008.npz")
    assert shard.pictures.shape == (3, 72, 128, 3) and shard.depth.dtype == np.float16
    found = counted(worlds)
    assert found["worlds"] == 2 and found["pictures"] == 6 and abs(sum(found["labels"].values()) - 1) < 0.01
    assert drawn(worlds, 4, 0).shape[2] == 3
    with pytest.raises(AuthorError, match="holds no worlds"):
        counted(worlds / "none")


def test_several_workers_render_the_same_worlds(worlds: Path, tmp_path: Path) -> None:
    made = sorted(render(tmp_path, 8, 10, Plan((SIZE,), views=3, painted=0.0), workers=2))
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in sorted(worlds.glob("*.npz"))]


def test_base_pictures_hold_out_every_tenth_world(worlds: Path, home: Path) -> None:
    (taught,), (held,) = pack.groups(worlds, home / "base", held=False), pack.groups(worlds, home / "base", held=True)
    assert taught.cells == (6, 11) and taught.colour.shape == (3, 48, 88, 3) and len(held) == 3
    assert list(pack.small(worlds, home / "base")) == [(1, 2), (2, 2)]
    parts = pack.channels(taught, np.array([0, 1]))
    assert sum(part.shape[1] for part in parts.values()) == CHANNELS
    back = layers.to_labels(parts["labels"][0].transpose(1, 2, 0), 22)
    assert np.array_equal(back, taught.labels[0])


@pytest.fixture(scope="module")
def gallery_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pictures of two shapes, all but one with captions; number 9 is held out."""
    folder = tmp_path_factory.mktemp("gallery")
    for number in range(12):
        pixels = np.full((64, 64 if number % 2 else 120, 3), 20 * number, np.uint8)
        write_png(folder / f"{number:02d}.png", pixels)
        if number != 3:
            (folder / f"{number:02d}.txt").write_text(
                f"a grey wall, photograph\n\nwall {number} on the left\n", "utf-8"
            )
    return folder


def test_the_authors_pictures_teach_colours_and_words(
    gallery_of: Path, home: Path, worlds: Path, tmp_path: Path
) -> None:
    list(gallery.small(gallery_of, home / "base"))
    found = gallery.groups(gallery_of, home / "base")
    assert [(group.cells, len(group)) for group in found] == [((6, 11), 24), ((8, 8), 20)]
    assert {int(value) for value in np.unique(found[1].colour)} == {20, 60, 100, 140, 220}  # 9 is held out
    assert gallery.pictures(gallery_of, held=True)[0].stem == "09"
    assert found[0].told[0] == ("a grey wall, photograph", "wall 0 on the left") and found[1].told[4] == ("",)
    groups = [*pack.groups(worlds, home / "base", held=False), *found]
    share = teach.shares(groups)
    assert share.sum() == pytest.approx(1) and share[1:].sum() == pytest.approx(teach.PICTURES)
    assert teach.shares(found).sum() == pytest.approx(1)
    asked, words, _ = teach.batch(found, book_of(found, tmp_path / "words.npz"), 8, np.random.default_rng(0))
    assert (asked.due[:, 1:] == 0).all() and (asked.levels[:, 1:] == 0).all() and words.shape[0] == 8


def test_a_map_beside_a_picture_teaches_what_is_where(gallery_of: Path, tmp_path: Path) -> None:
    for number in range(3):
        rgb = np.full((60, 110, 3), 90, np.uint8)
        rgb[20:40, 30:70] = 200
        write_png(tmp_path / f"{number}.png", rgb)
    drawn = np.zeros((60, 110, 4), np.uint8)
    drawn[20:40, 30:70] = (*DRAWN["animal"], 255)
    Pillow.fromarray(drawn).save(tmp_path / "1.labels.png")
    before = gallery.named(tmp_path / "2.png")
    Pillow.fromarray(drawn).save(tmp_path / "2.labels.png")
    assert gallery.named(tmp_path / "2.png") != before and len(gallery.pictures(tmp_path)) == 3
    list(gallery.small(tmp_path, tmp_path / "base"))
    plain, mapped = gallery.groups(tmp_path, tmp_path / "base")
    assert (plain.known, len(plain), mapped.known, len(mapped)) == (("rgb",), 4, ("rgb", "labels"), 8)
    bright = mapped.colour[0, ..., 0] > 150
    assert (mapped.labels[0][bright] == LABELS["animal"]).mean() > 0.95
    assert (mapped.labels[0][~bright] == OPEN).mean() > 0.95
    (tmp_path / ".0.labels-7-x.png").write_bytes(b"half written")
    (tmp_path / "2.labels.png").rename(tmp_path / "2.LABELS.PNG")
    (tmp_path / "folder.png").mkdir()
    assert len(gallery.pictures(tmp_path)) == 3 and gallery.named(tmp_path / "2.png") != before
    (tmp_path / "1.txt").write_bytes(b"\xef\xbb\xbfa fox\n")
    assert gallery.told(tmp_path / "1.png") == ("a fox",)
    Pillow.fromarray(np.full((60, 110, 3), (255, 0, 255), np.uint8)).save(tmp_path / "1.labels.png")
    with pytest.raises(AuthorError, match="no label map"):
        list(gallery.small(tmp_path, tmp_path / "base"))
    Pillow.fromarray(drawn[:50]).save(tmp_path / "1.labels.png")
    with pytest.raises(AuthorError, match="give them one size"):
        list(gallery.small(tmp_path, tmp_path / "base"))


def test_pictures_that_cannot_teach_are_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="holds no pictures to learn from"):
        gallery.pictures(tmp_path)
    (tmp_path / "a.png").write_bytes(b"no picture")
    with pytest.raises(AuthorError, match="a.png"):
        list(gallery.small(tmp_path, tmp_path / "base"))
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(AuthorError, match="no text in UTF-8"):
        gallery.told(tmp_path / "a.png")


def test_a_mirrored_caption_changes_sides() -> None:
    assert pack.mirrored("a fox on the left, a bright right door") == "a fox on the right, a bright left door"


def task(count: int = 64, seed: int = 0) -> Task:
    rng = np.random.default_rng(seed)
    clean = {name: rng.uniform(-1, 1, (count, wide, 48, 88)).astype(np.float32) for name, wide in LAYERS.items()}
    return task_of(clean, np.ones((count, len(LAYERS)), bool), rng)


def test_tasks_give_what_they_do_not_ask_for() -> None:
    made = task()
    for number, name in enumerate(NAMES):
        sure = made.levels[:, number] == 1
        part = layers.span(name)
        if name != "rgb":
            assert torch.equal(made.z[sure][:, part], made.clean[sure][:, part])
        assert bool((made.due[sure, number] == 0).all())
    assert bool((made.due.sum(1) > 0).flatten(1).any(1).all()), "every picture asks for something"
    given = made.due[:, :1] == 0
    assert bool((made.clear[given] == 1).all()) and 0 < float(given.float().mean()) < 0.3
    number, part = NAMES.index("labels"), layers.span("labels")
    drawn = (made.z[:, part] == made.clean[:, part]).all(1)
    some = drawn.flatten(1).any(1) & (made.levels[:, number] < 1)
    assert 0 < int(some.sum()) < 16, "some maps are drawn in part, amid noise"
    assert bool((made.due[some, number][drawn[some]] == 0).all())
    assert bool((made.due[some, number][~drawn[some]] > 0).all()), "the rest of such a map is asked for"


def test_a_map_that_nobody_knows_whole_is_given_amid_noise_and_asked_for_only_where_it_is_known() -> None:
    rng = np.random.default_rng(2)
    clean = {name: np.ones((64, wide, 48, 88), np.float32) for name, wide in LAYERS.items()}
    clean["labels"][:, :, :, 20:] = 0
    known = np.tile([name in ("rgb", "labels") for name in NAMES], (64, 1))
    made = task_of(clean, known, rng)
    number, part = NAMES.index("labels"), layers.span("labels")
    assert bool((made.levels[:, number] == 0).all()) and bool((made.due[:, number, :, 20:] == 0).all())
    drawn = (made.z[:, part, :, :20] == 1).flatten(1).all(1)
    assert 0 < int(drawn.sum()) < 64 and bool((made.due[drawn, number] == 0).all())
    assert abs(float(made.z[:, part, :, 20:].mean())) < 0.02 and bool((made.due[~drawn, number, :, :20] > 0).any())


def test_a_figure_in_an_open_map_is_nowhere_else() -> None:
    labels = np.full((16, 48, 88), OPEN, np.uint8)
    labels[:, :20, :20], labels[:, 30:, 60:] = LABELS["animal"], LABELS["water"]
    clean = {name: np.zeros((16, wide, 48, 88), np.float32) for name, wide in LAYERS.items()}
    clean["labels"] = np.ascontiguousarray(layers.of_labels(labels).transpose(0, 3, 1, 2))
    made = task_of(clean, np.tile([name in ("rgb", "labels") for name in NAMES], (16, 1)), np.random.default_rng(3))
    asked = made.absent.flatten(1).any(1)
    assert 0 < int(asked.sum()) < 16, "not where the map is given"
    assert set(torch.nonzero(made.absent[asked].amax((0, 2, 3))).flatten().tolist()) == {LABELS["animal"]}
    assert not bool(made.absent[..., :20, :20].any()) and bool((made.absent[asked, LABELS["animal"], 24] > 0).all())
    said = {name: np.full((16, 48, 88), LABELS[name], np.uint8) for name in ("animal", "water", "tree")}
    owing = {}
    for name, map_ in said.items():
        foretold = made.clean.clone()
        coded = torch.from_numpy(layers.of_labels(map_).transpose(0, 3, 1, 2).copy())
        sure = torch.from_numpy(labels != OPEN)[:, None]
        foretold[:, layers.span("labels")] = torch.where(sure, foretold[:, layers.span("labels")], coded)
        owing[name] = float(owed(made, foretold)["labels"])
    assert owing["animal"] > 0.05 and owing["water"] == owing["tree"] == pytest.approx(0, abs=1e-6)


def test_pictures_of_which_only_colours_are_known_are_always_asked_for_them() -> None:
    clean = {name: np.ones((64, wide, 48, 88), np.float32) for name, wide in LAYERS.items()}
    made = task_of(clean, np.tile([name == "rgb" for name in NAMES], (64, 1)), np.random.default_rng(3))
    assert bool((made.due[:, 0] > 0).flatten(1).any(1).all()) and not bool(made.due[:, 1:].any())


def test_a_perfect_answer_owes_nothing_and_what_is_not_due_is_not_asked() -> None:
    made = task()
    assert all(float(loss) == 0 for loss in owed(made, made.clean).values())
    wrong = made.clean.clone().requires_grad_(True)
    torch.stack(list(owed(made, wrong + 1).values())).sum().backward()
    for number, name in enumerate(NAMES):
        rest = made.due[:, number : number + 1] == 0
        assert bool((wrong.grad[:, layers.span(name)] * rest == 0).all())


def test_unknown_layers_are_noise_and_never_due() -> None:
    rng = np.random.default_rng(1)
    clean = {name: np.ones((8, wide, 48, 88), np.float32) for name, wide in LAYERS.items()}
    known = np.ones((8, len(LAYERS)), bool)
    known[:, NAMES.index("depth")] = False
    made = task_of(clean, known, rng)
    assert bool((made.due[:, 1] == 0).all()) and bool((made.levels[:, 1] == 0).all())
    assert abs(float(made.z[:, layers.span("depth")].mean())) < 0.02


@pytest.mark.parametrize("shape", [(2, 24, 24), (1, 16, 48), (3, 48, 16)])
def test_muon_steps_are_nearly_orthogonal(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    steps = torch.randn(shape)
    made = orthogonal(steps)
    u, _, v = torch.linalg.svd(steps, full_matrices=False)
    found = torch.linalg.svdvals(made)
    assert float(found.median()) > 0.6 and float(found.max()) < 1.4
    assert float(torch.nn.functional.cosine_similarity(made.flatten(), (u @ v).flatten(), 0)) > 0.93


def test_a_lesson_goes_on_where_it_was_stopped(worlds: Path, home: Path, tmp_path: Path) -> None:
    groups = pack.groups(worlds, home / "base", held=False)
    book = book_of(groups, tmp_path / "words.npz")
    lesson = teach.Lesson(steps=4, batch=2, every=0.0)
    whole = list(teach.teach(net(), groups, book, lesson, tmp_path / "whole.pt"))
    part = teach.teach(net(), groups, book, lesson, tmp_path / "part.pt")
    next(part), next(part)
    part.close()
    rest = list(teach.teach(net(1), groups, book, lesson, tmp_path / "part.pt"))
    assert [look.step for look in whole] == [1, 2, 3, 4] and [look.step for look in rest] == [3, 4]
    (again,) = teach.teach(net(2), groups, book, lesson, tmp_path / "part.pt")
    assert again.step == 4 and torch.equal(again.net.leave.weight, rest[-1].net.leave.weight)
    a, b = whole[-1].net, rest[-1].net
    for name, tensor in a.state_dict().items():
        assert torch.equal(tensor, b.state_dict()[name]), name


def test_some_steps_lower_what_is_owed(worlds: Path, home: Path, tmp_path: Path) -> None:
    groups = pack.groups(worlds, home / "base", held=False)
    book = book_of(groups, tmp_path / "words.npz")
    looks = list(
        teach.teach(teach.start(TINY, groups), groups, book, teach.Lesson(40, 4, every=0.0), tmp_path / "s.pt")
    )
    first, last = (float(np.mean([sum(look.losses.values()) for look in some])) for some in (looks[:8], looks[-8:]))
    assert last < 0.8 * first


def test_patches_begin_with_their_principal_components(worlds: Path, home: Path) -> None:
    groups = pack.groups(worlds, home / "base", held=False)
    begun = teach.start(TINY, groups)
    basis = begun.basis_rgb
    assert torch.allclose(basis @ basis.T, torch.eye(len(basis)), atol=1e-4)
    x = torch.from_numpy(pack.channels(groups[0], np.arange(3))["rgb"])
    patches = x.unfold(2, 8, 8).unfold(3, 8, 8).permute(0, 2, 3, 1, 4, 5).reshape(-1, 192)
    left = patches - patches @ basis.T @ basis
    assert float(left.square().sum() / patches.square().sum()) < 0.01


def test_the_enlarger_learns_and_goes_on(worlds: Path, tmp_path: Path) -> None:
    assert list(enlarge.pieces(worlds, tmp_path / "pieces", net())) == [(1, 1)]
    some = enlarge.load(worlds, tmp_path / "pieces")
    assert len(some) == 2 * enlarge.EACH
    assert some.soft.shape == some.colour.shape and not np.array_equal(some.soft, some.colour)
    true_to = replace(some, soft=some.colour)  # an untaught vista paints nothing that resembles
    base, fine, true, labels = enlarge.batch(true_to, 2, np.random.default_rng(0))
    assert base.shape == (2, CHANNELS, 20, 20) and fine.shape[1] == 17 and true.shape == (2, 3, 120, 120)
    assert labels.shape == (2, 16, 120, 120)
    flat = larger()
    with torch.no_grad():
        flat.leave.weight.zero_()
        smooth = flat(base, fine)
    assert float((smooth - true).abs().mean()) < 0.25, "an untaught enlarger only smooths"
    *_, look = enlarge.teach(some, backbone(), enlarge.Lesson(2, 2), tmp_path / "larger.pt")
    *_, again = enlarge.teach(some, backbone(), enlarge.Lesson(3, 2), tmp_path / "larger.pt")
    assert look.net is not None and (again.step, again.of) == (3, 3) and again.net is not None
    enlarge.begin(tmp_path / "other.pt", again.net)
    *_, other = enlarge.teach(some, backbone(), enlarge.Lesson(0, 2), tmp_path / "other.pt")
    assert other.net is not None and torch.equal(other.net.leave.weight, again.net.leave.weight)


def test_the_rival_learns_to_tell_haze_from_what_is_true() -> None:
    torch.manual_seed(0)
    true = torch.rand(4, 3, 64, 64)
    hazy = torch.nn.functional.avg_pool2d(true, 5, 1, 2)
    labels, judge = torch.zeros(4, 16, 64, 64), rival.Rival()
    adam = torch.optim.AdamW(judge.parameters(), 1e-2)
    wanted, found = (backbone()(some, rival.STAGES) for some in (true, hazy))
    wanted, found = rival.sized(wanted, wanted), rival.sized(found, wanted)
    for _ in range(12):
        fooled = rival.fooled(judge(wanted, labels), judge(found, labels))
        adam.zero_grad()
        fooled.backward()  # type: ignore[no-untyped-call]
        adam.step()
    assert rival.disbelief(judge(found, labels)) > rival.disbelief(judge(wanted, labels)) + 0.3
    assert [tuple(some.shape[1:]) for some in judge(found, labels)] == [(1, 32, 32), (1, 16, 16), (1, 8, 8)]


@pytest.mark.slow
def test_a_whole_course_writes_a_vista_that_loads(
    worlds: Path, gallery_of: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("melies.train.vista.course.preset", lambda name: TINY)
    lesson = teach.Lesson(1, 2)
    plan = Course(worlds, tmp_path / "work", "s", lesson, larger=1, pieces=2, pictures=gallery_of)
    *_, last = course(plan, tmp_path / "out")
    assert last.file is not None and last.file.is_file()
    assert weights.painter(str(tmp_path / "out")).net.spec == TINY
    again = Course(worlds, tmp_path / "more", "s", teach.Lesson(1, 2), larger=1, pieces=2, begin=str(tmp_path / "out"))
    *_, last = course(again, tmp_path / "out2")
    assert last.file is not None
    with pytest.raises(AuthorError, match="a lesson was begun"):
        next(course(again, tmp_path / "out3"))
    with pytest.raises(AuthorError, match="holds no worlds"):
        next(course(Course(tmp_path / "none", tmp_path / "w"), tmp_path / "o"))


@pytest.mark.slow
def test_killed_while_rendering_it_goes_on_and_leaves_no_half_world(tmp_path: Path) -> None:
    melies = str(Path(sys.executable).with_name("melies"))
    command = [melies, "corpus", "worlds", "-o", str(tmp_path), "--count", "2", "--views", "2", "--size", "64x40",
               "--workers", "1"]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("*.npz")) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    process.kill()
    process.wait()
    for path in tmp_path.glob("world-*.npz"):
        read(path)
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("world-*.npz"))) == 2
