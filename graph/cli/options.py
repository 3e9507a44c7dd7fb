"""The options that commands share, and how their answers are printed."""

from __future__ import annotations

import os
import re
import sys

import click

from graph.places import data_folder

TYPE_CHECKING = False  # `typing` is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from graph.library import View

__all__ = [
    "as_json",
    "facts_option",
    "folder_of",
    "frame_options",
    "print_json",
    "print_rows",
    "rows_options",
    "view_of",
]


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer clicks
    """One day, as 2026-07-10."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        import datetime  # noqa: PLC0415 - click has it already

        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                self.fail(f"no such date: {value}", param, ctx)
            return value
        return self.fail(f"'{value}' is not a day; write it as 2026-07-10", param, ctx)


DAY = _Day()

facts_option = click.option(
    "--facts",
    metavar="DIR",
    envvar="AIKG_FACTS",
    help="The folder of facts.  [default: the ones shipped with aikg]",
)
as_json = click.option("--json", "json_output", is_flag=True, help="Print JSON.")


def frame_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the two clocks, the floor and the choice of documents."""
    for option in (
        click.option("--only", metavar="DOC[,DOC]", default="", help="Use what these documents say, nothing else."),
        click.option(
            "--floor",
            type=click.Choice(("established", "reported", "alleged")),
            default="reported",
            show_default=True,
            help="The weakest layer to use.",
        ),
        click.option("--known-at", type=DAY, help="Use what had been published by that day."),
        click.option("--as-of", type=DAY, help="The day the question is about.  [default: the whole history]"),
        facts_option,
    ):
        command = option(command)
    return command


def rows_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the output formats of listing commands."""
    command = click.option("--csv", "output", flag_value="csv", help="Print CSV.")(command)
    command = click.option("--json", "output", flag_value="json", help="Print JSON.")(command)
    return click.option("--table", "output", flag_value="table", default="table", help="Print a table (default).")(
        command
    )


def folder_of(facts: str | None) -> str:
    """Return the folder of facts to use."""
    return facts or data_folder("seeds")


def view_of(facts: str | None, as_of: str | None, known_at: str | None, floor: str, only: str) -> View:
    """Load facts and take the view that the common options describe."""
    from graph.library import load  # noqa: PLC0415 - a cached answer needs no facts

    return load(folder_of(facts)).view(as_of=as_of, known_at=known_at, floor=floor, only=only)


def print_json(answer: object) -> None:
    """Print an answer as JSON that people can read too."""
    import json  # noqa: PLC0415 - only where it is asked for

    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def print_rows(header: Sequence[str], rows: Iterable[Sequence[object]], output: str) -> None:
    """Print rows as a table, JSON or CSV; an absent value is null in JSON and empty elsewhere."""
    if output == "json":
        print_json([dict(zip(header, row, strict=True)) for row in rows])
    elif output == "csv":
        import csv  # noqa: PLC0415 - only where it is asked for
        import io  # noqa: PLC0415

        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)
        click.echo(buffer.getvalue(), nl=False)
    else:
        _print_table(header, [[_cell(value) for value in row] for row in rows])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def _width(text: str) -> int:
    """Count the columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - rarely needed

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _print_table(header: Sequence[str], rows: list[list[str]]) -> None:
    widths = [max(map(_width, column)) for column in zip(header, *rows, strict=True)]
    room = _columns()
    if room is not None:
        widths[-1] = max(len(header[-1]), min(widths[-1], room - sum(widths[:-1]) - 2 * (len(widths) - 1)))
    for row in [list(header), *rows]:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())
    if not rows:
        click.echo("(none)")


def _columns() -> int | None:
    """Return the width of the terminal, or None where output goes elsewhere."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None
