"""``aikg path`` as it is mostly asked, answered without click, whose import takes longer than the answer.

Options that stand by themselves, each at most once, with values that are plainly right:
everything else, every mistake and every error is left to the command, which says what is wrong.
"""

from __future__ import annotations

import os

from graph.network.answers import Options
from graph.network.cache import answer
from graph.network.paths import search
from graph.places import data_folder

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ask", "plain_path"]

_FLOORS = ("established", "reported", "alleged")
_RANGES = {"-k": (1, 1000), "--max-hops": (1, 20), "--min-roots": (0, 255)}
_DAYS = ("--as-of", "--known-at")
_TEXTS = ("--only", "--facts", "--relations", "--avoid")
_FLAGS = ("--json", "--directed", "--through-places")


def ask(
    start: str,
    goal: str,
    options: Options,
    *,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    json_output: bool,
) -> str:
    """Return what ``aikg path`` prints; raise what the library does where it cannot be asked."""
    folder = facts or data_folder("seeds")
    documents = ",".join(sorted(set(_names(only))))

    def make() -> bytes:
        from graph.library import load  # noqa: PLC0415 - a cached index needs no facts
        from graph.network.indexing import build  # noqa: PLC0415

        return build(load(folder).view(as_of=as_of, known_at=known_at, floor=floor, only=documents))

    key = "|".join((as_of or "", known_at or "", floor, documents))
    found = answer(folder, key, make, lambda index: search(index, start, goal, options))
    if not json_output:
        return str(found)
    import json  # noqa: PLC0415 - only where it is asked for

    return json.dumps(found.as_json(), ensure_ascii=False, indent=2)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def plain_path(words: list[str]) -> int | None:
    """Answer ``aikg path`` with these words and return the exit status, or None where the command should."""
    given = _read(words)
    if given is None or "_AIKG_COMPLETE" in os.environ:
        return None
    try:
        text = _ask(given)
    except Exception:  # noqa: BLE001 - the command runs into it again and says what it is
        return None
    from graph.cli.streams import silence, speak_anyway  # noqa: PLC0415 - nothing is printed before

    speak_anyway()
    try:
        print(text, flush=True)  # noqa: T201 - what click's echo would do
    except BrokenPipeError:
        return silence()
    except OSError as error:
        from graph.cli.errors import explain  # noqa: PLC0415 - only when something went wrong

        return explain(error)
    return 0


def _read(words: list[str]) -> dict[str, Any] | None:
    """Return options by their words and the two names under ``""``; None where that is not plain."""
    given: dict[str, Any] = {"": []}
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            given[""].append(word)
            continue
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in given:
            return None
        if name in _FLAGS and not equals:
            given[name] = True
            continue
        if not equals:
            value = next(rest, "-")
        if value.startswith("-") or not _fits(name, value):
            return None
        given[name] = value
    return given if len(given[""]) == 2 else None  # noqa: PLR2004 - A and B


def _fits(name: str, value: str) -> bool:
    """Tell whether a value is plainly right; a last day of a month, for one, is left to the calendar."""
    if name in _RANGES:
        least, most = _RANGES[name]
        return value.isascii() and value.isdigit() and len(value) <= len(str(most)) and least <= int(value) <= most
    if name in _DAYS:
        year, month, day = value[:4], value[5:7], value[8:]
        numbers = all(part.isascii() and part.isdigit() for part in (year, month, day)) and len(day) == 2  # noqa: PLR2004
        return (
            numbers and value[4] == value[7] == "-" and year > "0000" and "01" <= month <= "12" and "01" <= day <= "28"
        )
    return name in _TEXTS or (name == "--floor" and value in _FLOORS)


def _ask(given: dict[str, Any]) -> str:
    start, goal = given[""]
    options = Options(
        k=int(given.get("-k", 3)),
        max_hops=int(given.get("--max-hops", 6)),
        relations=_names(given.get("--relations", "")),
        avoid=_names(given.get("--avoid", "")),
        directed="--directed" in given,
        min_roots=int(given.get("--min-roots", 0)),
        through_places="--through-places" in given,
    )
    return ask(
        start,
        goal,
        options,
        facts=given.get("--facts") or os.environ.get("AIKG_FACTS"),
        as_of=given.get("--as-of"),
        known_at=given.get("--known-at"),
        floor=given.get("--floor", "reported"),
        only=given.get("--only", ""),
        json_output="--json" in given,
    )
