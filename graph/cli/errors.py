"""What went wrong, as one sentence and an exit status (cli.md, Exit status; safety.md, Faults)."""

from __future__ import annotations

import os
from contextlib import suppress

import click

from graph import __version__
from graph.facts.problems import FactsError, InputError, LimitError

__all__ = ["explain"]

EXIT_USER = 1
EXIT_USAGE = 2
EXIT_INPUT_OUTPUT = 3
EXIT_LIMIT = 4
EXIT_BUG = 70
EXIT_STOPPED = 130


def explain(error: Exception) -> int:
    """Say what went wrong in one sentence and return the exit status."""
    with suppress(OSError):  # nobody may be listening any more
        return _explain(error)
    return EXIT_INPUT_OUTPUT


def _explain(error: Exception) -> int:
    if isinstance(error, click.UsageError):
        error.show()
        return EXIT_USAGE
    if isinstance(error, click.Abort):
        return _complain("stopped", EXIT_STOPPED)
    if isinstance(error, FactsError):
        from graph.cli.problems import print_problems  # noqa: PLC0415 - only for facts with mistakes

        print_problems(error.problems, "text", err=True)
        return _complain("the facts have errors; see  aikg check", EXIT_USER)
    if isinstance(error, LimitError):
        return _complain(str(error), EXIT_LIMIT)
    if isinstance(error, InputError):
        return _complain(str(error), EXIT_INPUT_OUTPUT)
    if _is_answer(error):
        return _complain(str(error.args[0]), EXIT_USER)
    if isinstance(error, OSError):
        return _complain(f"{error.filename or 'output'}: {error.strerror or error}", EXIT_INPUT_OUTPUT)
    if isinstance(error, MemoryError):
        return _complain("the memory allowed is not enough; allow more, or ask for less", EXIT_LIMIT)
    if type(error).__name__ == "Stopped":  # not imported: only queries load the engine
        return _complain(str(error), EXIT_LIMIT)
    return _report(error)


def _is_answer(error: Exception) -> bool:
    """Tell whether the library means an error for the user: a question that cannot be asked."""
    if not isinstance(error, (LookupError, ValueError)) or isinstance(error, (KeyError, IndexError, UnicodeError)):
        return False
    return bool(error.args) and isinstance(error.args[0], str)


def _complain(message: str, status: int) -> int:
    click.echo(f"aikg: {message}", err=True)
    return status


def _report(error: Exception) -> int:
    """Save a report without user data and say where it is."""
    import platform  # noqa: PLC0415 - only for errors of our own
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    text = f"aikg {__version__}, Python {platform.python_version()}, {platform.system()}\n"
    frames = traceback.extract_tb(error.__traceback__)
    text += "".join(f"{os.path.basename(f.filename)}:{f.lineno} {f.name}\n" for f in frames)
    text += f"{type(error).__name__}\n"
    what = f"an error of our own ({type(error).__name__})"
    try:
        with tempfile.NamedTemporaryFile("w", prefix="aikg-", suffix=".txt", delete=False) as stream:
            stream.write(text)
    except OSError:
        return _complain(f"{what}; the report could not be saved", EXIT_BUG)
    return _complain(f"{what}; the report is in {stream.name}, please send it to us", EXIT_BUG)
