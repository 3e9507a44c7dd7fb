"""The files of a folder of facts: found, bounded and read, without looking inside.

Only regular files below the folder count; links are not followed, so that facts sent by
strangers cannot point elsewhere. Hidden files, editor backups and names that start with
``_`` (templates) are passed over.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from graph.facts.problems import InputError, LimitError, Problem
from graph.facts.tree import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FOLDERS", "FORMER", "ID", "FactFile", "digest", "read_folder"]

FOLDERS = ("entities", "restrictions", "sources", "stories")
MAX_FILES = 20_000
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
FORMER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[A-Za-z]+(?:\.\S+)?)?", re.ASCII)
"""What ``was`` may list: ids of files, of claims, and of events of restrictions."""
MAX_ID = 80
_EXTENSIONS = frozenset({".yaml", ".yml"})
# Names that Windows reserves for devices: a checkout there would fail.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFile:
    """A fact file: ``name`` relative to the folder of facts, ``folder`` one of ``FOLDERS``."""

    name: str
    folder: str
    id: str
    data: bytes


def _shown(name: str) -> str:
    """Write a file name so that a terminal shows it and does nothing else."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name)


def _ignored(name: str) -> bool:
    return name.startswith((".", "_", "#")) or name.endswith(("~", ".bak", ".swp", ".orig", ".tmp"))


def _entries(path: str, shown: str) -> list[os.DirEntry[str]]:
    """List a folder by name, without what is passed over."""
    try:
        with os.scandir(path) as found:
            return sorted((entry for entry in found if not _ignored(entry.name)), key=lambda entry: entry.name)
    except OSError as error:
        message = f"{_shown(shown)}: cannot be read: {error.strerror}"
        raise InputError(message) from None


def _walk(folder: str, below: str) -> Iterator[os.DirEntry[str]]:
    """Yield the entries that could be fact files, sorted by name; folders are descended."""
    for entry in _entries(os.path.join(folder, below), below):
        if entry.is_dir(follow_symlinks=False):
            if _shown(entry.name) != entry.name:
                message = (
                    f"{_shown(below + '/' + entry.name)}: a folder name with characters that cannot be shown; rename it"
                )
                raise InputError(message)
            yield from _walk(folder, f"{below}/{entry.name}")
        else:
            yield entry


def _read(path: str, shown: str) -> bytes:
    """Read a regular file without following links or waiting on pipes."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if os.path.islink(path):
            message = f"{shown}: not a regular file; put the file itself there"
        else:
            message = f"{shown}: cannot be read: {error.strerror}"
        raise InputError(message) from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            message = f"{shown}: not a regular file; put the file itself there"
            raise InputError(message)
        try:
            return stream.read(MAX_BYTES + 1)
        except OSError as error:
            message = f"{shown}: cannot be read: {error.strerror}"
            raise InputError(message) from None


def _name_problem(stem: str) -> str | None:
    if len(stem) > MAX_ID:
        return f"the file name is longer than {MAX_ID} characters; shorten it, since it is the id"
    if not ID.fullmatch(stem):
        return "the file name is the id: use lower-case letters a-z, digits and single hyphens"
    if _RESERVED.fullmatch(stem):
        return f"the name {stem} is reserved on some systems; choose another id"
    return None


def _most_files() -> int:
    """Return how many files a folder may have (safety.md, row 12)."""
    given = os.environ.get("AIKG_MAX_FILES", "")
    if not given:
        return MAX_FILES
    if not (given.isascii() and given.isdecimal()):
        message = f"AIKG_MAX_FILES is '{given}'; write a number of files"
        raise InputError(message)
    return int(given)


def read_folder(folder: str) -> tuple[list[FactFile], list[Problem]]:
    """Read all fact files below a folder, sorted by name; also return what is wrong with names.

    Raises :class:`InputError` when the folder is missing or empty, or a file is not readable, and
    :class:`LimitError` when there are more files than ``AIKG_MAX_FILES``, or 20,000.
    """
    if not os.path.isdir(folder):
        message = f"{_shown(folder)}: no such folder; name a folder with entities/, sources/ and restrictions/"
        raise InputError(message)
    files: list[FactFile] = []
    problems: list[Problem] = []
    most = _most_files()
    for entry in _entries(folder, folder):
        if entry.name in FOLDERS and entry.is_symlink():
            message = f"{entry.name}: a link, not a folder; put the folder itself there"
            raise InputError(message)
        if not entry.is_dir(follow_symlinks=False):
            problems += _stray_file(entry.name)
            continue
        if entry.name not in FOLDERS:
            problems += _stray_folder(folder, entry.name)
            continue
        for found in _walk(folder, entry.name):
            problems += _take(found, folder, entry.name, files)
            if len(files) > most:
                message = f"more than {most} fact files; split the folder, or set AIKG_MAX_FILES to a higher number"
                raise LimitError(message)
    if not files and not problems:
        message = f"{_shown(folder)}: no facts in it; put YAML files into entities/, sources/ or restrictions/"
        raise InputError(message)
    return files, problems


def _stray_folder(folder: str, name: str) -> list[Problem]:
    if not any(entry.name.endswith(".yaml") for entry in _walk(folder, name)):
        return []
    close = get_close_matches(name, FOLDERS, 1)
    hint = f"did you mean {close[0]}?" if close else f"use one of {', '.join(FOLDERS)}"
    return [Problem(_shown(name), 1, 1, f"no facts are read from a folder of this name; {hint}")]


def _stray_file(name: str) -> list[Problem]:
    if os.path.splitext(name)[1].lower() not in _EXTENSIONS:
        return []
    return [
        Problem(
            _shown(name), 1, 1, f"the file is not read here; move it into {', '.join(FOLDERS[:-1])} or {FOLDERS[-1]}"
        )
    ]


def _take(entry: os.DirEntry[str], folder: str, kind: str, files: list[FactFile]) -> list[Problem]:
    name = os.path.relpath(entry.path, folder).replace(os.sep, "/")
    stem, extension = os.path.splitext(entry.name)
    if extension != ".yaml":
        if extension.lower() in _EXTENSIONS:
            return [Problem(_shown(name), 1, 1, "the file is not read; let its name end in .yaml")]
        return []
    if problem := _name_problem(stem):
        return [Problem(_shown(name), 1, 1, problem)]
    files.append(FactFile(name=name, folder=kind, id=stem, data=_read(entry.path, _shown(name))))
    return []


def digest(files: list[FactFile]) -> str:
    """Return the SHA-256 of names and contents: the version of the facts."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0{len(file.data)}\0".encode())
        total.update(file.data)
    return total.hexdigest()
