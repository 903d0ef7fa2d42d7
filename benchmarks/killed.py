"""A moving shot filmed into a project, to be killed and begun again: `python -m benchmarks.killed FOLDER ENGINE`."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from melies.core.clock import Clock
from melies.core.size import Size
from melies.core.story import Act, CameraWork, CastMember, Look, Shot, Story
from melies.motion.request import Take

FRAMES = 60
LOOKS = {"diorama": Look(), "look": Look(name="starry oils"), "diffusers": Look()}


def take(engine: str, checkpoint: str = "") -> Take:
    """Sixty frames of a fox that walks while the camera moves, small. engine: `diorama`, `look` or `diffusers`."""
    shot = Shot(
        name="walk",
        prompt="a fox walks over a snowy hill at dusk, snow",
        camera=CameraWork(move="truck right"),
        acts=(Act(who="fox", does="walk", at="left", to="right"),),
    )
    options = {"checkpoint": checkpoint, "steps": 2} if checkpoint else {}
    story = Story(
        shots=(shot,),
        cast={"fox": CastMember(text="a red fox")},
        look=LOOKS[engine],
        engine="diffusers" if engine == "diffusers" else "diorama",
        options=options,
    )
    return Take(story, shot, FRAMES, Clock(numerator=12), Size(width=96, height=64))


def film(folder: Path, engine: str, checkpoint: str = "") -> list[str]:
    """Film the shot by way of the project; prints every frame's number as it is done. SHA-256 of each frame's RGB."""
    from melies.project.keys import recipes
    from melies.project.render import shown
    from melies.project.store import Store

    shot = take(engine, checkpoint)
    with Store.at(folder) as store:
        print("ready", flush=True)
        for number, _ in enumerate(shown("walk", shot, store, lambda image: {})):
            print(number, flush=True)
        made = [store.frame(recipe.key) for recipe in recipes(shot).frames]
    return ["" if one is None else one.rgb for one in made]


def killed(folder: Path, engine: str, checkpoint: str = "", kills: int = 20, seed: int = 0) -> int:
    """Film the shot in processes that are killed (SIGKILL) at random moments, and at last in one that is not.

    Returns how many were killed before they were done.
    """
    chance, hit = random.Random(seed), 0
    command = [sys.executable, "-m", "benchmarks.killed", str(folder), engine, checkpoint]
    for _ in range(kills):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # noqa: S603
            lines = iter(process.stdout or ())
            next(lines, "")
            for _ in range(chance.randrange(1 + FRAMES // 12)):
                next(lines, "")
            time.sleep(chance.random() * 0.05)
            hit += process.poll() is None
            process.kill()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return hit


if __name__ == "__main__":
    film(Path(sys.argv[1]), *sys.argv[2:4])
