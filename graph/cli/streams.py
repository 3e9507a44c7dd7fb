"""Standard output and error as programs find them: closed, full, or in another encoding."""

from __future__ import annotations

import io
import os
import sys

__all__ = ["silence", "speak_anyway"]


def speak_anyway() -> None:
    """Let closed streams lead nowhere, and what a terminal's encoding lacks be shown as escapes."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - until the program ends
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence() -> int:
    """Keep the interpreter from complaining about a closed pipe while it shuts down; return the exit status."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    return 0
