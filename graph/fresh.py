"""Whether a folder of facts is the one a cached answer was made from.

One pass over names, sizes, modification times and inodes. A file modified within two
seconds of the pass, or after it, could change without its time changing: such files are
read as well.
"""

from __future__ import annotations

import os
import zlib

from graph.places import data_folder

__all__ = ["stamp"]

_RACY_NS = 2_000_000_000


_TYPES = (".yaml", ".yml", ".ttl", ".py", ".rq")


def _rows(folder: str, since_ns: int, rows: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(_TYPES) and not entry.is_dir(follow_symlinks=False):
                info = entry.stat(follow_symlinks=False)
                changed = info.st_mtime_ns
                row = f"{entry.path}\0{info.st_size}\0{changed}\0{info.st_ino}"
                rows.append(f"{row}\0{_checksum(entry.path)}" if changed > since_ns - _RACY_NS else row)
            elif entry.is_dir(follow_symlinks=False) and not name.startswith((".", "__")):
                _rows(entry.path, since_ns, rows)


def stamp(folder: str, since_ns: int) -> bytes:
    """Describe the state of a folder of facts, the ontology and the program.

    ``since_ns`` is when the cached answer was made; equal stamps mean equal facts. Raises
    :class:`OSError` where the folder cannot be read.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    rows: list[str] = []
    for place in (folder, data_folder("ontology"), package):
        _rows(place, since_ns, rows)
    rows.sort()
    return "\n".join((os.path.abspath(folder), *rows)).encode("utf-8", "surrogateescape")


def _checksum(path: str) -> int:
    if not os.path.isfile(path):
        return 0
    with open(path, "rb") as stream:
        return zlib.crc32(stream.read())
