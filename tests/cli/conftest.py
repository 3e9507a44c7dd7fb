"""What tests of the command line share: running it in this process, and as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from graph.cli.app import run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@dataclass
class Done:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def error(self):
        """The one line of an error."""
        (line,) = self.err.splitlines()
        return line


@pytest.fixture
def call(capsys):
    """Return a function that runs the command line in this process."""

    def call(*words):
        capsys.readouterr()
        status = run(list(words))
        return Done(status, *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def program():
    """Return a function that starts the command line as a program of its own; options are those of Popen."""

    def start(*words, python=(), env=(), **options):
        command = [sys.executable, *python, "-m", "graph.cli", *words]
        known = {**os.environ, "PYTHONPATH": ROOT, **dict(env)}
        given = {name: value for name, value in known.items() if value is not None}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(command, env=given, **streams)

    return start


@pytest.fixture(scope="session")
def run_program(program):
    """Return a function that runs the command line as a program of its own to its end."""

    def run_(*words, **options):
        with program(*words, **options) as process:
            out, err = process.communicate(timeout=60)
        return Done(process.returncode, (out or b"").decode(), (err or b"").decode())

    return run_
