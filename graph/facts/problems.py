"""What is wrong with fact files: where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FactsError", "InputError", "LimitError", "Problem"]


class InputError(Exception):
    """A file or folder cannot be read at all; the message is one sentence for the user."""


class LimitError(InputError):
    """There is more than is read without being told to; the message says how to raise the limit."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one place.

    ``file`` is relative to the folder of facts; ``line`` and ``column`` count from 1.
    ``severity`` is ``error`` or ``warning``; only errors keep facts from loading.
    """

    file: str
    line: int
    column: int
    message: str
    severity: str = "error"

    def __str__(self) -> str:
        """Write the problem as ``file:line:column: sentence``."""
        note = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {note}{self.message}"


class FactsError(Exception):
    """Facts that do not load; ``problems`` holds every mistake found, sorted."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
