"""What was painted of a shot's world, kept: when the camera comes back, the old paint is found again.

A few anchors between them show all of the world that was seen so far. Where the last anchor shows nothing of what a new
one needs, an older one may: a place that left the picture need not be painted anew when it returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from melies.core.image import Flow
from melies.core.request import Request
from melies.generators.base import Generator
from melies.motion.anchors import Painted, View
from melies.motion.scratch import Scratch

MOST = 6  # views that are kept
NEW = 0.15  # of its picture that an anchor has to show for the first time to be kept
WORTH = 0.005  # of a picture that an older view has to add to be asked


class Views:
    """Views kept in the order in which they were painted.

    Which ones depends on the anchors before each alone, so that a shot that goes on from a shelf keeps the same ones.
    """

    def __init__(self, scratch: Scratch, generator: Generator) -> None:
        self.scratch, self.generator = scratch, generator
        self._kept: list[View] = []
        self._seen = 0

    def look(self, anchors: Sequence[int], painted: Callable[[int], Painted]) -> None:
        """Look at those of a shot's first anchors (their frames) that were not looked at yet."""
        while self._seen < len(anchors) and len(self._kept) < MOST:
            one = painted(anchors[self._seen])
            self._seen += 1  # only now: to paint it, those before it were looked at
            if self._shows_new(one):
                self._kept.append(self._copy(one))

    def known(self, frame: int, request: Request, before: Painted | None) -> Iterator[tuple[View, Flow]]:
        """What a frame's paint goes on from, with the flows there.

        That is the anchor `before` it, then views that show what that one does not, the oldest first.
        """
        if before is None:
            return
        flow = self.generator.flow(request, before.request, self.scratch)
        yield before, flow
        lacking = ~flow.visible
        for view in self._kept:
            if view.frame >= frame or float(lacking.mean()) <= WORTH:
                return
            if view.frame == before.frame:
                continue
            there = self.generator.flow(request, view.request, self.scratch)
            if float((lacking & there.visible).mean()) > WORTH:
                lacking &= ~there.visible
                yield view, there

    def _shows_new(self, one: Painted) -> bool:
        unseen = np.ones((one.request.size.height, one.request.size.width), bool)
        for view in self._kept:
            unseen &= ~self.generator.flow(one.request, view.request, self.scratch).visible
        return float(unseen.mean()) > NEW

    def _copy(self, one: Painted) -> View:
        """The view with pictures that stay when the anchor's own are dropped."""
        for ref in filter(None, (one.picture, one.plain, one.request.surfaces)):
            self.scratch.put(self.scratch.get(ref))
        return View(one.frame, one.request, one.picture, one.plain)
