"""Indexes kept on disk, one for each folder of facts and frame, and used only while fresh."""

from __future__ import annotations

import os
import sys
import time
import zlib

from graph.fresh import stamp
from graph.network.index import Index, StaleIndex
from graph.places import cache_folder

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

__all__ = ["KEPT", "answer"]

KEPT = 64
"""How many indexes stay on disk; the ones made first go first."""
_HEAD = 16
_SMALL = 1 << 20


def answer(folder: str, key: str, make: Callable[[], bytes], ask: Callable[[Index], T]) -> T:
    """Return what ``ask`` answers from the index of a folder under the frame with this key.

    ``make`` returns the bytes of a new index, where none is fresh. A damaged or old file is
    replaced; where the cache cannot be written, the answer is right and only slower.
    """
    path = os.path.join(cache_folder(), "paths", f"{_sum(os.path.abspath(folder))}-{_sum(key)}.idx")
    found = _open(path, folder, key)
    if found is not None:
        try:
            return ask(found)
        except StaleIndex:
            pass  # damaged in a place that was not looked at before
    made_at = time.time_ns()
    try:
        state = stamp(folder, made_at)
    except OSError:
        return ask(Index(make()))  # which says what is wrong with the folder
    data = make()
    _save(path, made_at, state, data)
    return ask(Index(data))


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}"


def _bytes(path: str) -> memoryview:
    """Read a small file, map a large one."""
    with open(path, "rb") as stream:
        if os.fstat(stream.fileno()).st_size < _SMALL:
            return memoryview(stream.read())
        import mmap  # noqa: PLC0415 - small files need none

        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def _open(path: str, folder: str, key: str) -> Index | None:
    """Return the index in a file if it is whole and fresh; its first bytes say of which state of the facts it is."""
    try:
        content = _bytes(path)
        if len(content) < _HEAD:
            return None
        made_at, length = content[:_HEAD].cast("Q")
        start = _HEAD + length + -length % 8
        if content[_HEAD : _HEAD + length] != stamp(folder, made_at):
            return None
        index = Index(content[start:])
    except (OSError, ValueError, StaleIndex):
        return None
    return index if index.key == key else None


def _save(path: str, made_at: int, state: bytes, data: bytes) -> None:
    from graph.atomic import write_atomically  # noqa: PLC0415 - only when an index is made
    from graph.facts.problems import InputError  # noqa: PLC0415

    head = made_at.to_bytes(8, sys.byteorder) + len(state).to_bytes(8, sys.byteorder)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_atomically(path, head + state + b"\0" * (-len(state) % 8) + data)
        _forget(os.path.dirname(path))
    except (OSError, InputError):
        return


def _forget(folder: str) -> None:
    """Remove the oldest indexes beyond the number kept."""
    names = [entry for entry in os.scandir(folder) if entry.name.endswith(".idx")]
    for entry in sorted(names, key=lambda entry: entry.stat().st_mtime_ns)[:-KEPT]:
        os.unlink(entry.path)
