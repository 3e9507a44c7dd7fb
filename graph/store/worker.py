"""A SPARQL query in a child process that it cannot leave, hang or outlive.

The engine has no time-out, ignores Ctrl-C while it runs, follows SERVICE, and ends its
process on deeply nested queries. So each query runs in a forked child that can open no
socket, with a limit on memory and time, and that dies with its parent; the parent reads the
answer from a pipe and kills the child on any doubt. An answer starts with its own length, so
that one cut short is never taken for a whole one.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import re
import resource
import select
import signal
import struct
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph

from graph.store.result import Result
from graph.store.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Nothing = Callable[..., None]

__all__ = ["Damaged", "Limits", "QueryError", "Stopped", "check", "run"]

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'(?:[^'\\\n]|\\.)*'|"
    r'<[^<>"{}|^`\\\x00-\x20]*>|#[^\n]*|[?$]\w+|@[A-Za-z-]+|[\w.-]*:[\w.:%\\-]*|\w+',
    re.DOTALL,
)
_UNWRITABLE = re.compile("[\ud800-\udfff\ufeff\x00]")
_UNKNOWN_FUNCTION = re.compile(r"custom function <(.+)> is not supported")
_UPDATES = frozenset("insert delete load clear create drop copy move add with".split())
_PLACE = re.compile(r"error at (\d+):(\d+)")
_REASONS = {
    "Prefix not found": "the prefix before this place is not declared",
    "IRI parsing failed": "this is no IRI",
    "The SELECT contains a variable that is unbound": "the SELECT names a variable that the query does not group by",
}
"""What the engine says beside what it expected, in our words."""
_SHOWN = 100
"""How many characters of a line are shown around a mistake."""
_GRAPH = b"g"
_ROWS = b"s"
_YES_NO = b"a"
_SYNTAX = b"!"
_FAILED = b"?"
_DAMAGED = b"#"
_HEAD = struct.Struct(">cQ")
"""What an answer starts with: its kind and its length."""

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 1, 22, 38, 2
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine, what the kernel calls it (AUDIT_ARCH) and the number of its call ``socket``."""


class QueryError(ValueError):
    """A query that cannot be read or is not allowed; the message starts with ``query:line:column``."""


class Stopped(RuntimeError):  # noqa: N818 - a stop, not an error of the program
    """A query that passed a limit."""


class Damaged(RuntimeError):  # noqa: N818 - a state of the store
    """A store that cannot be read; the message is the engine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may use: bytes of text, seconds of wall clock, bytes of memory and of answer."""

    query: int = 1 << 20
    seconds: float | None = None
    memory: int | None = 4 << 30
    answer: int = 1 << 30


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"query:{line}:{at - text.rfind(chr(10), 0, at)}"


def check(text: str, limits: Limits) -> None:
    """Refuse what is no query of ours before an engine sees it; raise :class:`QueryError`."""
    if len(text.encode("utf-8", "surrogatepass")) > limits.query:
        message = f"query:1:1: the query is longer than {limits.query} bytes"
        raise QueryError(message)
    if match := _UNWRITABLE.search(text):
        message = f"{_place(text, match.start())}: U+{ord(match[0]):04X} is no character of a query; remove it"
        raise QueryError(message)
    words = [match for match in _TOKEN.finditer(text) if match[0][0] not in "?$@\"'<#"]
    if not words:
        message = "query:1:1: the query is empty; an example is  SELECT * WHERE { ?s ?p ?o } LIMIT 10"
        raise QueryError(message)
    for match in words:
        # SERVICE:x is the keyword and a name with an empty prefix.
        before, colon, _ = match[0].lower().partition(":")
        if before.endswith("service") if colon else "service" in before:
            message = f"{_place(text, match.start())}: SERVICE is not allowed; the graph asks no other server"
            raise QueryError(message)
    for match in words:
        word = match[0].lower()
        if word in _UPDATES:
            message = f"{_place(text, match.start())}: {match[0]} changes data; only questions are answered"
            raise QueryError(message)
        if ":" not in word and word not in {"prefix", "base"}:
            return


class _Program(ctypes.Structure):
    """A filter of system calls as the kernel takes it (linux/filter.h, sock_fprog)."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _forbid_sockets() -> bool:
    """Forbid this process to open a socket, for good; tell whether the kernel agreed.

    The filter lets every system call pass but ``socket``, and none of another machine's or
    of the x32 numbering, which would be another way to the same call.
    """
    known = _MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if known is None:
        return False
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    refused, allowed = 0x00050001, 0x7FFF0000
    steps = (
        (load, 0, 0, 4),
        (equal, 1, 0, known[0]),
        (give, 0, 0, refused),
        (load, 0, 0, 0),
        (at_least, 2, 0, 0x40000000),
        (equal, 1, 0, known[1]),
        (give, 0, 0, allowed),
        (give, 0, 0, refused),
    )
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _die_with(parent: int) -> None:
    """End this process when its parent ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it has ended already
        os._exit(0)


def _confine(limits: Limits) -> None:
    """Take from this process what a query has no use for."""
    faulthandler.disable()  # a crash is an answer here, not news for the caller's terminal
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.memory is not None:
        with open("/proc/self/statm", encoding="ascii") as stream:
            used = int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory,) * 2)
    # A store of more than sixteen files opens the others while it answers, so file numbers
    # are withheld only where nothing else keeps sockets away.
    if not _forbid_sockets():
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _child(pipe: int, store: pyoxigraph.Store, text: str, bindings: Mapping[str, object], limits: Limits) -> None:
    """Answer the query into the pipe; never returns to the caller's code."""
    try:
        kind, answer = _answer(store, text, bindings)
    except SyntaxError as error:
        kind, answer = _SYNTAX, str(error).encode()
    except MemoryError:
        kind, answer = _FAILED, b"the query needs more memory than it may use"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told to the parent
        kind, answer = _DAMAGED if _tells_of_damage(error) else _FAILED, str(error).encode()
    if len(answer) > limits.answer:
        kind, answer = _FAILED, f"the answer is larger than {limits.answer} bytes; add a LIMIT".encode()
    rest = memoryview(_HEAD.pack(kind, len(answer)) + answer)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _tells_of_damage(error: Exception) -> bool:
    """Tell whether an error is of the store's files, not of the query."""
    return isinstance(error, OSError) or str(error).startswith(("Corruption:", "IO error:", "OS error:"))


def _answer(store: pyoxigraph.Store, text: str, bindings: Mapping[str, object]) -> tuple[bytes, bytes]:
    result = _ask(store, text, bindings, {})
    if isinstance(result, pyoxigraph.QueryTriples):
        triples = result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        return _GRAPH, b"".join(sorted(set(triples.splitlines(keepends=True))))
    kind = _YES_NO if isinstance(result, pyoxigraph.QueryBoolean) else _ROWS
    return kind, result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""


def _ask(
    store: pyoxigraph.Store, text: str, bindings: Mapping[str, object], functions: dict[pyoxigraph.NamedNode, Nothing]
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Put the query; a function that nobody knows has no value (SPARQL 1.1, section 17.3), but ends no query."""
    substitutions = {pyoxigraph.Variable(name): term for name, term in bindings.items()}
    try:
        return store.query(text, prefixes=PREFIXES, substitutions=substitutions, custom_functions=functions)  # type: ignore[arg-type]
    except RuntimeError as error:
        unknown = _UNKNOWN_FUNCTION.search(str(error))
        if unknown is None:
            raise
    return _ask(store, text, bindings, {**functions, pyoxigraph.NamedNode(unknown[1]): _nothing})


def _nothing(*_: object) -> None:
    """Be a function without a value."""


def _collect(pipe: int, limits: Limits) -> bytes:
    """Read the child's answer; raise :class:`Stopped` when its time is over."""
    end = None if limits.seconds is None else time.monotonic() + limits.seconds
    buffer = bytearray()
    while True:
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            message = f"the query was stopped after {limits.seconds:g} s; make it more specific or add a LIMIT"
            raise Stopped(message)
        if select.select([pipe], [], [], left)[0]:
            piece = os.read(pipe, 1 << 20)
            if not piece:
                return bytes(buffer)
            buffer += piece


def run(store: pyoxigraph.Store, text: str, bindings: Mapping[str, object], limits: Limits) -> Result:
    """Ask a store a query in a child process.

    Raises :class:`QueryError` for text that is no allowed query, :class:`Stopped` for one
    that passes a limit or breaks the engine, and :class:`Damaged` where the store's files
    cannot be read.
    """
    check(text, limits)
    reading, writing = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            _die_with(parent)
            os.close(reading)
            _confine(limits)
            _child(writing, store, text, bindings, limits)
        finally:
            os._exit(0)
    os.close(writing)
    try:
        answer = _collect(reading, limits)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return _read(answer, text)


def _read(answer: bytes, text: str) -> Result:
    head, data = answer[: _HEAD.size], answer[_HEAD.size :]
    if len(head) < _HEAD.size or _HEAD.unpack(head)[1] != len(data):
        message = "the query was too large or too deeply nested for the engine"
        raise Stopped(message)
    kind = _HEAD.unpack(head)[0]
    if kind == _SYNTAX:
        raise QueryError(_syntax(data.decode(), text))
    if kind == _FAILED:
        raise Stopped(data.decode())
    if kind == _DAMAGED:
        raise Damaged(data.decode())
    return Result(kind={_GRAPH: "graph", _ROWS: "select", _YES_NO: "ask"}[kind], data=data)


def _syntax(said: str, text: str) -> str:
    """Say where a query cannot be read, with the line and a caret under the place."""
    match = _PLACE.search(said)
    if match is None:
        return f"query:1:1: {said}"
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    what = next((ours for theirs, ours in _REASONS.items() if theirs in said), None)
    if what is None and text.endswith(shown) and not shown[column - 1 :].strip():
        what = "the query ends before it is complete, or cannot be read shortly before its end"
    before, after = shown[max(0, column - 1 - _SHOWN) : column - 1], shown[column - 1 : column - 1 + _SHOWN]
    pad = "".join("\t" if character == "\t" else " " for character in before)
    what = what or "the query cannot be read here, or shortly before"
    return f"query:{line}:{column}: {what}\n{before}{after}\n{pad}^"
