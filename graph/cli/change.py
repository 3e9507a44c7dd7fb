"""``aikg changes`` and ``aikg timeline``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from graph.cli.options import DAY, frame_options, print_json, print_rows, rows_options, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.meaning.knowledge import Comparison
    from graph.meaning.timeline import Moment

__all__ = ["changes_command", "timeline_command"]


@click.command("changes")
@click.option("--from", "from_day", type=DAY, help="The first of two days of the world.")
@click.option("--to", "to_day", type=DAY, help="The second of them.")
@click.option("--known-from", type=DAY, help="The first of two states of knowledge.")
@click.option("--known-to", type=DAY, help="The second of them.")
@frame_options
@rows_options
def changes_command(
    from_day: str | None,
    to_day: str | None,
    known_from: str | None,
    known_to: str | None,
    facts: str | None,
    as_of: str | None,
    known_at: str | None,
    floor: str,
    only: str,
    output: str,
) -> None:
    """Say what changed between two days, or what was learned.

    'in' holds on the second day and did not on the first, 'out' the reverse, both for certain;
    'maybe' is everything else whose answers differ. --known-from and --known-to list what was
    learned, corrected and retracted between two states of knowledge.

    \b
    Example:
      aikg changes --from 2026-07-05 --to 2026-07-12
    """
    from graph.facts.when import parse_day  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.knowledge import compare  # noqa: PLC0415

    days = _pair(from_day, to_day, "--from", "--to")
    known = _pair(known_from, known_to, "--known-from", "--known-to")
    if days is None and known is None:
        message = "give two days with --from and --to, or with --known-from and --known-to"
        raise click.UsageError(message)
    if (days and as_of) or (known and known_at):
        message = "--as-of does not go with --from and --to, nor --known-at with --known-from and --known-to"
        raise click.UsageError(message)
    view = view_of(facts, as_of, known_at, floor, only)
    first, second = (None if pair is None else (parse_day(pair[0]), parse_day(pair[1])) for pair in (days, known))
    answer = compare(view.facts, view.frame, first, second)
    if output == "json":
        print_json(answer.as_json())
    else:
        print_rows(("change", "what", "sentence", "detail", "layer", "flags", "id"), _changed(answer), output)


def _pair(first: str | None, second: str | None, *names: str) -> tuple[str, str] | None:
    if (first is None) != (second is None):
        message = f"give {names[0]} and {names[1]} together"
        raise click.UsageError(message)
    return None if first is None or second is None else (first, second)


def _changed(answer: Comparison) -> Iterator[tuple[object, ...]]:
    body = answer.as_json()
    for way in ("in", "out", "maybe", "learned", "corrected", "retracted"):
        for entry in body[way]:
            detail = _dates(entry) if way in {"in", "out", "maybe"} else _differs(entry["differs"])
            yield way, entry["what"], entry["sentence"], detail, entry["layer"], entry["flags"], entry["id"]


def _dates(entry: dict[str, Any]) -> str:
    return " ".join(f"{key} {entry[key]}" for key in ("on", "since", "until") if entry[key])


def _differs(differs: dict[str, dict[str, object]]) -> str:
    return "; ".join(f"{key}: {_plain(pair['from'])} → {_plain(pair['to'])}" for key, pair in differs.items())


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


@click.command("timeline")
@click.argument("name", metavar="[ID]", required=False)
@frame_options
@rows_options
def timeline_command(
    name: str | None, facts: str | None, as_of: str | None, known_at: str | None, floor: str, only: str, output: str
) -> None:
    """List dated events in order.

    Events of restrictions, dated claims, and when each was first told; of everything, or of
    one entity, restriction, claim or source. What no document dates stands at the end.

    \b
    Example:
      aikg timeline alibaba
    """
    from graph.facts.naming import resolve  # noqa: PLC0415 - keeps start-up short
    from graph.meaning.timeline import of  # noqa: PLC0415

    view = view_of(facts, as_of, known_at, floor, only)
    if name is not None and name not in view.attested:
        name = resolve(view.facts, name, among="entities restrictions sources claims")
    moments = of(view, name)
    if output == "json":
        print_json({"of": name, **view.frame.as_json(), "moments": [moment.as_json() for moment in moments]})
    else:
        header = ("date", "what", "sentence", "layer", "flags", "sources", "id")
        rows = [(_date(m), m.what, m.sentence, m.layer, m.flags, m.sources, m.id) for m in moments]
        print_rows(header, rows, output)


def _date(moment: Moment) -> str:
    from graph.facts.when import day_text  # noqa: PLC0415 - keeps start-up short

    if moment.date is not None:
        return moment.date
    latest = day_text(moment.latest)
    return f"undated, by {latest}" if latest else "undated"
