"""Where a checkpoint runs, in what precision, and how much of it lies on the device at once."""

from __future__ import annotations

from typing import Any, Literal, cast
from weakref import WeakKeyDictionary, ref

from melies.core.errors import AuthorError

DEVICES = ("auto", "cuda", "mps", "cpu")
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
MEMORIES = ("auto", "whole", "offload", "tight")
WORK = 3 << 29  # bytes that painting takes beside the weights, for a picture of 512 to 1024 pixels at half precision
SMALLER = "make the picture smaller, say --option memory=tight, choose precision bf16 or fp16, or use another device"

Plan = Literal["whole", "offload", "tight"]
_last: WeakKeyDictionary[Any, tuple[Any, ...]] = WeakKeyDictionary()  # by the picture code that pipelines share


def chosen(device: str = "auto", precision: str = "auto") -> tuple[str, Any]:
    """The device's name and the torch dtype: what was asked for, else the fastest there is that is safe.

    auto is cuda, then mps, then cpu; in bf16 where the card knows it, fp16 on older cards and mps, fp32 on cpu.
    AuthorError for a device that isn't here.
    """
    import torch

    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    name = next(name for name in DEVICES[1:] if here[name]) if device == "auto" else device
    if not here[name]:
        raise AuthorError(f"there is no {name} here; leave `device` out, or say cpu")
    if precision == "auto":
        half = "bf16" if name == "cuda" and torch.cuda.is_bf16_supported() else "fp16"
        precision = "fp32" if name == "cpu" else half
    return name, {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]


def plan(weights_bytes: int, largest_part_bytes: int, free_bytes: int) -> Plan:
    """What fits into free memory: all weights, the largest part that has to be there at once, or neither."""
    if weights_bytes + WORK <= free_bytes:
        return "whole"
    return "offload" if largest_part_bytes + WORK <= free_bytes else "tight"


def settle(pipe: Any, device: str, memory: str = "auto") -> Plan:
    """Make a pipeline ready to paint on a device, and tell how; may be asked again before every picture.

    whole: all of it is moved there. offload: its parts go there in turn. tight: its layers do, one by one, and the
    picture code works in tiles. Parts are only taken in turn on cuda. AuthorError if the memory is too small.
    """
    last, *said, how = _last.get(pipe.vae, (lambda: None, "whole"))
    if last() is pipe and said == [device, memory]:
        return how
    how = _on_cuda(pipe, memory) if device == "cuda" else "tight" if memory == "tight" else "whole"
    _tiles(pipe, how == "tight")
    try:
        if device == "cuda" and how == "tight":
            pipe.enable_sequential_cpu_offload(device=device)
        elif device == "cuda" and how == "offload":
            pipe.enable_model_cpu_offload(device=device)
        else:
            pipe.remove_all_hooks()
            pipe.to(device)
    except (RuntimeError, MemoryError) as error:
        if not is_short(error):
            raise
        raise AuthorError(f"the memory is too small for this checkpoint; {SMALLER}") from None
    _last[pipe.vae] = (ref(pipe), device, memory, how)
    return how


def is_short(error: BaseException) -> bool:
    """Whether an error says that memory ran out."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(sign in words for sign in ("out of memory", "can't allocate"))


def _on_cuda(pipe: Any, memory: str) -> Plan:
    import torch

    if memory != "auto":
        return cast(Plan, memory)
    free, _ = torch.cuda.mem_get_info()
    return plan(*sizes(pipe), free + torch.cuda.memory_reserved())  # what is reserved holds this checkpoint's own parts


def sizes(pipe: Any) -> tuple[int, int]:
    """Bytes of all weights, and of those that are on the device at once when the parts go there in turn.

    Parts that the pipeline doesn't name in its sequence (ControlNets) stay there until the picture is done.
    """
    import torch

    parts = {
        name: sum(tensor.numel() * tensor.element_size() for tensor in (*part.parameters(), *part.buffers()))
        for name, part in pipe.components.items()
        if isinstance(part, torch.nn.Module)
    }
    turns = (pipe.model_cpu_offload_seq or "").split("->")
    staying = sum(size for name, size in parts.items() if name not in turns)
    return sum(parts.values()), staying + max((size for name, size in parts.items() if name in turns), default=0)


def _tiles(pipe: Any, wanted: bool) -> None:
    """Let the picture code work in tiles, one picture at a time, or not."""
    for what in ("slicing", "tiling"):
        switch = getattr(pipe.vae, f"{'enable' if wanted else 'disable'}_{what}", None)
        if switch is not None:
            switch()
