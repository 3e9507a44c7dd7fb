"""The command line: each command reads its options, calls one library function and prints."""

from __future__ import annotations

import sys

__all__ = ["main"]

EXIT_STOPPED = 130


def main() -> None:
    """Be the program ``aikg``; Ctrl-C is quiet from the first import on."""
    try:
        from graph.cli.app import run  # noqa: PLC0415 - the import takes most of the time there is to stop

        status = run()
    except KeyboardInterrupt:
        print("aikg: stopped", file=sys.stderr)  # noqa: T201 - click may not be there yet
        status = EXIT_STOPPED
    sys.exit(status)
