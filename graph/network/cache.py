"""Indexes kept on disk, one for each folder of facts and frame, and used only while fresh."""

from __future__ import annotations

import mmap
import os
import time
import zlib

from graph.fresh import stamp
from graph.network.index import Index, StaleIndex
from graph.places import cache_folder

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["open_index"]

_HEAD = 16


def open_index(folder: str, key: str, make: Callable[[], bytes]) -> Index:
    """Return the index of a folder under the frame with this key, made anew where needed.

    ``make`` returns the bytes of a new index. A damaged or old file is replaced; where
    the cache cannot be written, the answer is right and only slower.
    """
    name = (
        f"{zlib.crc32(os.path.abspath(folder).encode('utf-8', 'surrogateescape')):08x}-{zlib.crc32(key.encode()):08x}"
    )
    path = os.path.join(cache_folder(), "paths", f"{name}.idx")
    found = _open(path, folder, key)
    if found is not None:
        return found
    made_at = time.time_ns()
    state = stamp(folder, made_at)
    data = make()
    _save(path, made_at, state, data)
    return Index(data)


def _open(path: str, folder: str, key: str) -> Index | None:
    try:
        with open(path, "rb") as stream:
            mapped = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    if len(mapped) < _HEAD:
        return None
    made_at, length = mapped[:_HEAD].cast("Q")
    start = _HEAD + length + -length % 8
    if start >= len(mapped):
        return None
    try:
        if bytes(mapped[_HEAD : _HEAD + length]) != stamp(folder, made_at):
            return None
        index = Index(mapped[start:])
    except (OSError, StaleIndex):
        return None
    return index if index.key == key else None


def _save(path: str, made_at: int, state: bytes, data: bytes) -> None:
    from graph.atomic import write_atomically  # noqa: PLC0415 - only when an index is made
    from graph.facts.problems import InputError  # noqa: PLC0415

    head = made_at.to_bytes(8, "little") + len(state).to_bytes(8, "little")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_atomically(path, head + state + b"\0" * (-len(state) % 8) + data)
    except (OSError, InputError):
        return
