"""The library of named queries: one ``.rq`` file each, described by its leading comments.

A file starts with ``# title``, then ``# question:`` lines, then ``# param name (type): text``
or ``# param name (type) = default: text`` lines, then ``# example: name=value …`` with the
parameters of the worked example in the documentation; comment lines after an empty one say how
the answer is to be read. Types are ``thing`` (an id or any name), ``day``, ``number`` and
``text``; values are bound as terms, never pasted into the query. The engine binds only what the
query selects, so every parameter is a column of the answer: it shows what a name stood for.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyoxigraph

from graph.facts.naming import resolve
from graph.facts.values import near
from graph.facts.when import parse_day
from graph.store.engine import ask as ask_engine
from graph.store.terms import PREFIXES, thing

if TYPE_CHECKING:
    from graph.meaning.view import View
    from graph.store.result import Result

__all__ = ["NamedQuery", "Parameter", "ask", "queries"]

_PARAM = re.compile(r"param (\w+) \((thing|day|number|text)\)(?: = (\S+))?: (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a query asks for: its name, type, default where there is one, and meaning."""

    name: str
    type: str
    default: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query of the library: what it answers, what it asks for, an example and how to read it."""

    name: str
    title: str
    questions: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    reading: str
    text: str


def _read(name: str, text: str) -> NamedQuery:
    comments = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comments.append(line.removeprefix("#").strip())
    parameters = [
        Parameter(name=match[1], type=match[2], default=match[3], text=match[4])
        for comment in comments
        if (match := _PARAM.fullmatch(comment))
    ]
    examples = [c.removeprefix("example:") for c in comments if c.startswith("example:")]
    return NamedQuery(
        name=name,
        title=comments[0],
        questions=tuple(c.removeprefix("question:").strip() for c in comments if c.startswith("question:")),
        parameters=tuple(parameters),
        example=dict(pair.split("=", 1) for pair in shlex.split(" ".join(examples))),
        reading=" ".join(comments[comments.index("") + 1 :]) if "" in comments else "",
        text=text,
    )


@lru_cache(maxsize=1)
def queries() -> dict[str, NamedQuery]:
    """Return all named queries by name."""
    folder = files("graph.store").joinpath("queries")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".rq"):
            name = file.name.removesuffix(".rq")
            found[name] = _read(name, file.read_text(encoding="utf-8"))
    return found


def _term(view: View, parameter: Parameter, value: str) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    xsd = PREFIXES["xsd"]
    if parameter.type == "thing":
        return pyoxigraph.NamedNode(thing(_id(view, value))[1:-1])
    if parameter.type == "day":
        parse_day(value)
        return pyoxigraph.Literal(value, datatype=pyoxigraph.NamedNode(f"{xsd}date"))
    if parameter.type == "number":
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value, re.ASCII):
            message = f"not a number: {value[:40]!r}; write it as 30 or 2.5"
            raise ValueError(message)
        kind = "decimal" if "." in value else "integer"
        return pyoxigraph.Literal(value, datatype=pyoxigraph.NamedNode(xsd + kind))
    return pyoxigraph.Literal(value)


def _id(view: View, value: str) -> str:
    """Return the id that a name stands for; parts of restrictions and derived claims go by their ids alone."""
    if value in view.attested or value in view.derived:
        return value
    return resolve(view.facts, value, among="entities restrictions sources claims")


def ask(view: View, name: str, given: Mapping[str, str]) -> Result:
    """Ask a named query with its parameters.

    Raises :class:`LookupError` for an unknown query or name and :class:`ValueError` for a
    parameter that is missing, unknown or not of its type.
    """
    found = queries().get(name)
    if found is None:
        message = f"no query '{name}'{near(name, queries()) or '; see  aikg query --list'}"
        raise LookupError(message)
    known = {parameter.name for parameter in found.parameters}
    for key in given:
        if key not in known:
            hint = near(key, known) or f"; it takes {', '.join(sorted(known)) or 'none'}"
            message = f"the query {name} has no parameter '{key}'{hint}"
            raise ValueError(message)
    bindings = {}
    for parameter in found.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            message = f"the query {name} needs {parameter.name}=…: {parameter.text}"
            raise ValueError(message)
        try:
            bindings[parameter.name] = _term(view, parameter, value)
        except ValueError as error:
            message = f"{parameter.name}: {error}"
            raise ValueError(message) from None
    return ask_engine(view, found.text, bindings)
