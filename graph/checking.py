"""Everything that can be wrong with a folder of facts, from bytes to the graph's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.facts.load import read
from graph.facts.problems import Problem
from graph.meaning.sums import oversubscribed

if TYPE_CHECKING:
    from graph.facts.load import Facts

__all__ = ["Report", "check_folder"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: ``problems`` sorted by place, and what was read."""

    facts: Facts
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep facts from loading."""
        return [problem for problem in self.problems if problem.severity == "error"]

    def summary(self) -> str:
        """Say in one line what was read and what is wrong."""
        facts = self.facts
        read_ = (
            f"{len(facts.claims)} claims and {len(facts.restrictions)} restrictions about "
            f"{len(facts.entities)} entities from {len(facts.sources)} sources"
        )
        errors, warnings = len(self.errors), len(self.problems) - len(self.errors)
        if not self.problems:
            return f"{read_}: everything is right"
        return f"{read_}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def check_folder(folder: str) -> Report:
    """Read and check a folder of facts; shapes are checked once the files are right.

    Raises :class:`~graph.facts.problems.InputError` when the folder cannot be read.
    """
    facts, problems = read(folder)
    if not any(problem.severity == "error" for problem in problems):
        from graph.store.shapes import violations  # noqa: PLC0415 - facts with errors have no graph

        problems = sorted({*problems, *oversubscribed(facts), *violations(facts)})
    return Report(facts, problems)
