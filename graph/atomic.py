"""Files written whole or not at all.

The bytes go into a temporary file beside the target, reach the disk, and then take the
target's name in one step: a reader sees the old file or the new one, never a mixture, and a
failure leaves the old one as it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from contextlib import suppress

from graph.facts.problems import InputError

__all__ = ["write_atomically"]

_LONGEST_NAME = 200
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def write_atomically(path: str, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; keep the permissions of a file that stands there.

    Raises :class:`~graph.facts.problems.InputError` when it cannot be written, or when what
    stands there is not a regular file; what stood there is then unchanged. A second writer
    of the same path waits for the first. The temporary file of a writer that was killed is
    taken over by the next one.
    """
    try:
        mode = _mode(path)
        folder, name = os.path.split(os.path.abspath(path))
        temporary = os.path.join(folder, _temporary(name))
        handle = _claim(temporary)
        try:
            _fill(handle, data, mode)
            os.rename(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        finally:
            os.close(handle)
        _settle(folder)
    except OSError as error:
        message = f"{_shown(path)}: cannot be written: {error.strerror}"
        raise InputError(message) from None


def _mode(path: str) -> int | None:
    """Return the permissions of the file to be replaced, or None where there is none."""
    try:
        found = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found):
        message = f"{_shown(path)}: is a folder; name a file"
        raise InputError(message)
    if not stat.S_ISREG(found):
        message = f"{_shown(path)}: not a regular file; name another file, or remove it first"
        raise InputError(message)
    return stat.S_IMODE(found)


def _temporary(name: str) -> str:
    """Name the temporary file of a target, so that the next writer finds what a killed one left."""
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return f".{name}.aikg-tmp"


def _claim(path: str) -> int:
    """Open the temporary file and lock it; its lock tells a running writer from a killed one."""
    while True:
        handle = os.open(path, _FLAGS, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _is_still(handle, path):
                os.ftruncate(handle, 0)
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_still(handle: int, path: str) -> bool:
    """Tell whether the name still means the open file; the writer we waited for has renamed it."""
    try:
        named = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(handle))


def _fill(handle: int, data: bytes, mode: int | None) -> None:
    if mode is not None:
        os.fchmod(handle, mode)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


def _settle(folder: str) -> None:
    """Bring the new name itself to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _shown(path: str) -> str:
    """Write a path so that a terminal shows it and does nothing else."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in path)
