"""A pipeline of diffusers run in a thread of its own, so that its steps can be followed and stopped."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from melies.core.errors import AuthorError, OurBug
from melies.generators.checkpoints.device import SMALLER, is_short


def painting(
    pipe: Any,
    asked: Mapping[str, Any],
    within: AbstractContextManager[Any] = nullcontext(),  # noqa: B008
) -> Iterator[int | Any]:
    """Numbers of the steps that are done, and last the output of `pipe(**asked)`, exactly as a bare call gives it.

    The pipeline runs in a thread, `within` a context. Closing the iterator stops it after its step. Running out of
    memory is an AuthorError.
    """
    told: queue.Queue[tuple[str, Any]] = queue.Queue()
    stop = threading.Event()

    def after(running: Any, step: int, _: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        if stop.is_set():
            running._interrupt = True
        told.put(("step", step + 1))
        return tensors

    def work() -> None:
        try:
            with within:
                told.put(("done", pipe(**asked, callback_on_step_end=after)))
        except BaseException as error:  # noqa: BLE001 - handed on to whoever follows
            told.put(("error", error))

    thread = threading.Thread(target=work, name="diffusers", daemon=True)
    thread.start()
    try:
        while True:
            kind, found = told.get()
            if kind == "error":
                raise _meant(found) from None
            yield found
            if kind == "done":
                return
    finally:
        stop.set()
        thread.join()


def _meant(error: BaseException) -> BaseException:
    """What went wrong, as the author can mend it where they can."""
    words = " ".join(str(error).split())
    if is_short(error):
        return AuthorError(f"the memory is too small for this picture; {SMALLER}")
    if isinstance(error, AuthorError | KeyboardInterrupt):
        return error
    if isinstance(error, ValueError | TypeError):
        return AuthorError(f"the checkpoint can't paint this: {words[:240]}")
    return OurBug(f"diffusers stopped ({type(error).__name__}: {words[:240]})")
