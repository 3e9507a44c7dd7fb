"""A SPARQL query in a child process that it cannot leave, hang or outlive.

The engine has no time-out, ignores Ctrl-C while it runs, follows SERVICE, and ends its
process on deeply nested queries. So each query runs in a forked child without free file
numbers (no socket can be opened), with a limit on memory and time; the parent reads the
answer from a pipe and kills the child on any doubt.
"""

from __future__ import annotations

import contextlib
import os
import re
import resource
import select
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph

from graph.store.result import Result
from graph.store.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Limits", "QueryError", "Stopped", "run"]

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'(?:[^'\\\n]|\\.)*'|"
    r'<[^<>"{}|^`\\\x00-\x20]*>|#[^\n]*|[?$]\w+|@[A-Za-z-]+|[\w.-]*:[\w.:%\\-]*|\w+',
    re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+)")
_GRAPH = b"g"
_ROWS = b"s"
_YES_NO = b"a"
_SYNTAX = b"!"
_FAILED = b"?"


class QueryError(ValueError):
    """A query that cannot be read or is not allowed; the message starts with ``query:line:column``."""


class Stopped(RuntimeError):
    """A query that passed a limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may use: bytes of text, seconds of wall clock, bytes of memory and of answer."""

    query: int = 1 << 20
    seconds: float | None = None
    memory: int | None = None
    answer: int = 1 << 30


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"query:{line}:{at - text.rfind(chr(10), 0, at)}"


def _refuse_service(text: str) -> None:
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] not in "?$@\"'<#" and ":" not in token and "service" in token.lower():
            message = f"{_place(text, match.start())}: SERVICE is not allowed; the graph asks no other server"
            raise QueryError(message)


def _child(pipe: int, store: pyoxigraph.Store, text: str, bindings: Mapping[str, object], limits: Limits) -> None:
    """Answer the query into the pipe; never returns to the caller's code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.memory is not None:
        with open("/proc/self/statm", encoding="ascii") as stream:
            used = int(stream.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        answer = _answer(store, text, bindings)
    except SyntaxError as error:
        answer = _SYNTAX + str(error).encode()
    except MemoryError:
        answer = _FAILED + b"the query needs more memory than it may use"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told to the parent
        answer = _FAILED + str(error).encode()
    if len(answer) > limits.answer:
        answer = _FAILED + f"the answer is larger than {limits.answer} bytes; add a LIMIT".encode()
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _answer(store: pyoxigraph.Store, text: str, bindings: Mapping[str, object]) -> bytes:
    substitutions = {pyoxigraph.Variable(name): term for name, term in bindings.items()}
    result = store.query(text, prefixes=PREFIXES, substitutions=substitutions)  # type: ignore[arg-type]
    if isinstance(result, pyoxigraph.QueryTriples):
        return _GRAPH + (result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")
    head = _YES_NO if isinstance(result, pyoxigraph.QueryBoolean) else _ROWS
    return head + (result.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")


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

    Raises :class:`QueryError` for text that is no allowed query and :class:`Stopped` for one
    that passes a limit or breaks the engine.
    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.query:
        message = f"query:1:1: the query is longer than {limits.query} bytes"
        raise QueryError(message)
    _refuse_service(text)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
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
    head, data = answer[:1], answer[1:]
    if head == _SYNTAX:
        raise QueryError(_syntax(data.decode(), text))
    if head == _FAILED:
        raise Stopped(data.decode())
    if not head:
        message = "the query was too large or too deeply nested for the engine"
        raise Stopped(message)
    return Result(kind={_GRAPH: "graph", _ROWS: "select", _YES_NO: "ask"}[head], data=data)


def _syntax(said: str, text: str) -> str:
    """Say where a query cannot be read, with the line and a caret under the place."""
    match = _PLACE.search(said)
    if match is None:
        return f"query:1:1: {said}"
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    what = "the query ends too early" if not shown[column - 1 :].strip() else "the query cannot be read from here"
    return f"query:{line}:{column}: {what}\n{shown}\n{' ' * (column - 1)}^"
