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


def _entries(folder: str) -> list[os.DirEntry[str]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith((".", "__")):
                    found += _entries(entry.path)
            elif entry.name.endswith((".yaml", ".yml", ".ttl", ".py", ".rq")):
                found.append(entry)
    return found


def stamp(folder: str, since_ns: int) -> bytes:
    """Describe the state of a folder of facts, the ontology and the program.

    ``since_ns`` is when the cached answer was made; equal stamps mean equal facts. Raises
    :class:`OSError` where the folder cannot be read.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    rows = [os.path.abspath(folder)]
    for place in (folder, data_folder("ontology"), package):
        for entry in sorted(_entries(place), key=_path):
            info = entry.stat(follow_symlinks=False)
            row = f"{entry.path}\0{info.st_size}\0{info.st_mtime_ns}\0{info.st_ino}"
            if info.st_mtime_ns > since_ns - _RACY_NS:
                row += f"\0{_checksum(entry.path)}"
            rows.append(row)
    return "\n".join(rows).encode("utf-8", "surrogateescape")


def _path(entry: os.DirEntry[str]) -> str:
    return entry.path


def _checksum(path: str) -> int:
    if not os.path.isfile(path):
        return 0
    with open(path, "rb") as stream:
        return zlib.crc32(stream.read())
