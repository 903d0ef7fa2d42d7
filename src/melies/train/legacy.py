"""Weights out of torch's oldest file format, read without unpickling: nothing in the file is ever called.

Such a file is a row of pickles (a magic number, a version, facts of the machine, the named tensors, the order of the
storages) and then the storages themselves, each after its length. Only the instructions that plain tables of tensors
need are followed, on plain values.
"""

from __future__ import annotations

import io
import pickletools
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy import ndarray

from melies.core.errors import AuthorError

MAGIC = 0x1950A86A20F9469CFC6C
KINDS: dict[str, np.dtype[Any]] = {
    "torch FloatStorage": np.dtype("<f4"),
    "torch HalfStorage": np.dtype("<f2"),
    "torch LongStorage": np.dtype("<i8"),
}
NAMED = {"collections OrderedDict", "torch._utils _rebuild_tensor_v2", *KINDS}
CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
NUMBERS = {"BININT", "BININT1", "BININT2", "LONG1", "BINUNICODE"}


class _Name(NamedTuple):
    text: str


class _Storage(NamedTuple):
    kind: str
    key: str
    length: int


class _Tensor(NamedTuple):
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


_MARK = object()


def read(content: bytes) -> dict[str, ndarray]:
    """Every tensor of the file by its name. AuthorError for a file that holds anything but tensors."""
    stream = io.BytesIO(content)
    try:
        magic, _, _ = (_value(stream) for _ in range(3))
        tensors, keys = _value(stream), _value(stream)
        if magic != MAGIC or not isinstance(tensors, dict):
            raise AuthorError("this is no weights file of torch's old format")
        kinds = {t.storage.key: t.storage for t in tensors.values() if isinstance(t, _Tensor)}
        stored = dict(_storages(stream, keys, kinds))
        return {name: _laid(t, stored) for name, t in tensors.items() if isinstance(t, _Tensor)}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error) as error:
        raise AuthorError(f"the weights file is damaged or not of torch's old format ({error})") from None


def _storages(stream: io.BytesIO, keys: Any, kinds: dict[str, _Storage]) -> Iterator[tuple[str, ndarray]]:
    for key in keys:
        (length,) = struct.unpack("<q", stream.read(8))
        kind = KINDS[kinds[key].kind]
        if length != kinds[key].length:
            raise ValueError(f"storage {key} has another length than it says")
        yield key, np.frombuffer(stream.read(length * kind.itemsize), kind, length)


def _laid(tensor: _Tensor, stored: dict[str, ndarray]) -> ndarray:
    flat = stored[tensor.storage.key]
    reach = tensor.offset + sum((n - 1) * step for n, step in zip(tensor.shape, tensor.strides, strict=True))
    if min((tensor.offset, *tensor.strides, *tensor.shape), default=0) < 0 or reach >= len(flat):
        raise ValueError("a tensor reaches out of its storage")
    steps = tuple(step * flat.itemsize for step in tensor.strides)
    seen = np.lib.stride_tricks.as_strided(flat[tensor.offset :], tensor.shape, steps, writeable=False)
    return np.array(seen, order="C")


def _value(stream: io.BytesIO) -> Any:
    """One pickle's value."""
    stack, memo = list[Any](), dict[int, Any]()
    for operation, argument, _ in pickletools.genops(stream):
        name, number = operation.name, argument if isinstance(argument, int) else -1
        if name == "STOP":
            return stack.pop()
        if name in CONSTANTS:
            stack.append(CONSTANTS[name])
        elif name in NUMBERS:
            stack.append(argument)
        elif name in ("BINPUT", "LONG_BINPUT"):
            memo[number] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(memo[number])
        elif name not in ("PROTO", "BUILD"):
            _built(name, argument, stack)
        elif name == "BUILD":
            stack.pop()  # what a dictionary knows of itself beside its entries
    raise ValueError("it ends too early")


def _built(name: str, argument: Any, stack: list[Any]) -> None:
    """The instructions that put values together."""
    if name == "MARK":
        stack.append(_MARK)
    elif name.startswith("EMPTY_"):
        stack.append({"EMPTY_DICT": dict, "EMPTY_LIST": list, "EMPTY_TUPLE": tuple}[name]())
    elif name == "TUPLE":
        stack.append(tuple(_since_mark(stack)))
    elif name in ("TUPLE1", "TUPLE2", "TUPLE3"):
        count = int(name[-1])
        stack[-count:] = [tuple(stack[-count:])]
    elif name in ("APPENDS", "APPEND"):
        added = _since_mark(stack) if name == "APPENDS" else [stack.pop()]
        stack[-1].extend(added)
    elif name in ("SETITEMS", "SETITEM"):
        pairs = _since_mark(stack) if name == "SETITEMS" else [stack.pop(-2), stack.pop()]
        stack[-1].update(zip(pairs[::2], pairs[1::2], strict=True))
    elif name == "GLOBAL":
        if argument not in NAMED:
            raise ValueError(f"it wants {argument!r}, which no table of tensors needs")
        stack.append(_Name(argument))
    elif name == "BINPERSID":
        _, kind, key, _, length, _ = stack.pop()
        stack.append(_Storage(kind.text, key, length))
    elif name == "REDUCE":
        arguments, made = stack.pop(), stack.pop()
        stack.append({} if made.text == "collections OrderedDict" else _Tensor(*arguments[:4]))
    else:
        raise ValueError(f"it holds the instruction {name}, which no table of tensors needs")


def _since_mark(stack: list[Any]) -> list[Any]:
    place = len(stack) - 1 - stack[::-1].index(_MARK)
    found = stack[place + 1 :]
    del stack[place:]
    return found
