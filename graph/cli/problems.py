"""Problems of facts printed for people, GitHub and scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graph.facts.problems import Problem

__all__ = ["FORMATS", "print_problems"]

FORMATS = ("text", "github", "json")
SHOWN = 50
"""How many problems a terminal shows; the other formats show all."""


def print_problems(problems: list[Problem], output: str, *, err: bool = False) -> None:
    """Print problems, sorted by place."""
    if output == "json":
        from graph.cli.options import print_json  # noqa: PLC0415 - only where it is asked for

        keys = ("file", "line", "column", "severity", "message")
        print_json([{key: getattr(problem, key) for key in keys} for problem in problems])
        return
    shown = problems[:SHOWN] if output == "text" else problems
    for problem in shown:
        click.echo(str(problem) if output == "text" else _annotation(problem), err=err)
    if len(shown) < len(problems):
        click.echo(f"… and {len(problems) - len(shown)} more; see them all with  --format json", err=err)


def _annotation(problem: Problem) -> str:
    """Write a problem as a workflow command of GitHub Actions."""
    text = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    name = problem.file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{problem.severity} file={name},line={problem.line},col={problem.column}::{text}"
