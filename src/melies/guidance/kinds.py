"""Kinds of wishes that are measured, and what each is measured against."""

from __future__ import annotations

NEEDS = {  # kind: whether it needs a picture of the author's
    "text": False, "smooth": False, "saturation": False, "difference": False, "style": True, "content": True,
    "scribble": True, "outline": True, "labels": True, "depth": True, "palette": True,
}  # fmt: skip
