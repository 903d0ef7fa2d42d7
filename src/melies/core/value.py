"""The frozen pydantic base of every value that travels between rooms."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Frozen, refuses unknown keys, NaN and infinity; equal when its fields are equal."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)
