"""Claims and dates as English phrases, the same in tables, paths, maps and memos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.facts.when import FOREVER, NEVER, When, day_text
from graph.verbs import plural

if TYPE_CHECKING:
    from graph.facts.load import Facts
    from graph.meaning.view import Held

__all__ = ["date_phrase", "held_phrase", "several", "verb"]


def date_phrase(when: When) -> str:
    """Write a date as it reads after a preposition: ``2026-07-10``, ``2026-03 (year inferred)``."""
    if when.inferred:
        return f"{when.text[1:]} (partly inferred)"
    if not when.text.startswith("["):
        return when.text
    first, _, last = when.text[1:-1].partition("..")
    if when.earliest <= NEVER:
        return f"{last} at the latest"
    if when.latest >= FOREVER:
        return f"{first} at the earliest"
    return f"some day from {first} to {last}"


def held_phrase(held: Held) -> str:
    """Say when a claim held: ``since 2024-10 until 2026-06-30``, ``on 2026-07-10``, ``in 2026``, or nothing."""
    parts = []
    on, since, until = (held.values.get(key) for key in ("on", "since", "until"))
    if isinstance(on, When):
        parts.append(f"{'on' if on.latest == on.earliest or '[' in on.text else 'in'} {date_phrase(on)}")
    if isinstance(since, When):
        parts.append(f"since {date_phrase(since)}")
    if isinstance(until, When):
        parts.append("still open" if until.open else f"until {date_phrase(until)}")
    if not parts and not held.derived and held.start[1] < FOREVER:
        parts.append(f"seen by {day_text(held.start[1])}")
    return " ".join(parts)


def several(facts: Facts, id_: str) -> bool:
    """Tell whether something is many people, as groups are: its name is a plural."""
    entity = facts.entities.get(id_)
    return entity is not None and facts.vocabulary.is_kind(entity.kind, "Group")


def verb(facts: Facts, id_: str, label: str) -> str:
    """Return a label such as ``is`` or ``is employed by`` as it reads of something."""
    return plural(label) if several(facts, id_) else label
