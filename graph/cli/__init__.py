"""The command line: each command reads its options, calls one library function and prints."""

from __future__ import annotations

import sys

__all__ = ["main"]

EXIT_STOPPED = 130


def main() -> None:
    """Be the program ``aikg``; Ctrl-C is quiet from the first import on."""
    try:
        status = _plain()
        if status is None:
            from graph.cli.app import run  # noqa: PLC0415 - the import takes most of the time there is to stop

            status = run()
    except KeyboardInterrupt:
        print("aikg: stopped", file=sys.stderr)  # noqa: T201 - click may not be there yet
        status = EXIT_STOPPED
    sys.exit(status)


def _plain() -> int | None:
    """Answer a plain question for a path by the shortest way; None for everything else."""
    if sys.argv[1:2] != ["path"]:
        return None
    from graph.cli.plain import plain_path  # noqa: PLC0415 - other commands need none of it

    return plain_path(sys.argv[2:])
