"""Workers keep to the stage they have set, and never wander far from the film's order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from melies.media.atomic import lives
from melies.story.crew import AHEAD, Crew, Task, chosen


def test_a_worker_keeps_to_its_stage_and_others_take_a_fresh_one() -> None:
    stages = {"1": "wood", "2": "lake", "3": "wood", "4": "street"}
    assert chosen(["2", "3", "4"], stages, {0: {"wood"}}, 0) == "3"
    assert chosen(["3", "2", "4"], stages, {0: {"wood"}}, 1) == "2"
    assert chosen(["3"], stages, {0: {"wood"}}, 1) == "3", "better a stage set twice than an idle worker"


def test_no_shot_is_passed_over_by_one_too_far_ahead() -> None:
    names = [str(n) for n in range(AHEAD + 3)]
    stages = dict.fromkeys(names, "lake") | {names[-1]: "wood"}
    assert chosen(names, stages, {0: {"wood"}, 1: {"lake"}}, 0) == "0"


def told(number: int) -> dict[str, int]:
    """The process that does a task."""
    return {"process": os.getpid()}


def _fails(name: str) -> dict[str, str]:
    if name == "bad":
        raise ValueError(name)
    return {"made": name}


def test_results_come_by_name_and_errors_stay_with_their_task() -> None:
    crew = Crew({name: Task(_fails, name, name) for name in ("one", "two", "bad")}, 2)
    try:
        assert crew.results["one"].result(60) == {"made": "one"} and crew.results["two"].result(60) == {"made": "two"}
        with pytest.raises(ValueError, match="bad"):
            crew.results["bad"].result(60)
    finally:
        crew.close()


def test_nobody_waits_for_a_task_that_no_worker_is_left_to_do() -> None:
    names = [f"bad {n}" for n in range(5)]
    crew = Crew({name: Task(_fails, "bad", "lake") for name in names}, 2)
    try:
        for name in names:
            with pytest.raises(ValueError, match="bad"):
                crew.results[name].result(60)
    finally:
        crew.close()


def test_closing_ends_the_workers_at_once(tmp_path: Path) -> None:
    import time

    crew = Crew({name: Task(_sleeps, tmp_path / name, "lake") for name in ("one", "two", "three")}, 2)
    began = time.perf_counter()
    crew.close()
    assert time.perf_counter() - began < 20
    assert all(result.done() for name, result in crew.results.items() if name != "three")


def _sleeps(path: Path) -> dict[str, str]:
    import time

    time.sleep(120)
    return {}


def blocked(_: object) -> dict[str, Any]:
    return {"deaf": signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])}


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal masks on this system")
def test_workers_never_hear_ctrl_c_from_their_first_moment() -> None:
    """In a process of its own: the first worker ever started brings multiprocessing's tracker with it."""
    code = (
        "from tests.story.test_crew import blocked; from melies.story.crew import Crew, Task\n"
        "crew = Crew({n: Task(blocked, None, n) for n in 'ab'}, 2)\n"
        "print([crew.results[n].result()['deaf'] for n in 'ab']); crew.close()"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120)
    assert ran.stdout.strip() == "[True, True]", ran.stderr


def test_workers_end_with_a_master_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "from tests.story.test_crew import told\n"
        "from melies.story.crew import Crew, Task\n"
        "if __name__ == '__main__':\n"
        "    crew = Crew({str(n): Task(told, n, 'a') for n in range(2)}, 2)\n"
        "    print(*(r.result()['process'] for r in crew.results.values()), flush=True)\n"
        "    time.sleep(60)\n"
    )
    (tmp_path / "master.py").write_text(code, encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "master.py")], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as master:  # fmt: skip
        assert master.stdout is not None
        workers = [int(word) for word in master.stdout.readline().split()]
        master.kill()
    until = time.monotonic() + 20
    while any(lives(one) for one in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert workers and not any(lives(one) for one in workers)
