"""The README runs: its commands, their output, its Python and its set-up."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (.*?)\n(.*?)\n```", README, re.DOTALL)


def test_there_are_examples():
    """The README shows at least three commands with their output."""
    assert len(CONSOLE) >= 3


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command.split()[1] for command, _ in CONSOLE])
def test_a_command_prints_what_the_readme_shows(command, output):
    """Each command of the README prints exactly what stands below it."""
    program, *arguments = shlex.split(command)
    assert program == "aikg"
    done = subprocess.run(
        [sys.executable, "-m", "graph.cli", *arguments], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert done.stdout.rstrip() == output


def test_the_python_prints_what_the_readme_shows(tmp_path):
    """The five lines of Python print exactly what stands below them, and write a map."""
    code, output = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)\n```", README, re.DOTALL).groups()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path)
    assert done.stdout.rstrip() == output
    assert (tmp_path / "alibaba.html").stat().st_size > 100_000


def test_ci_runs_the_test_command_of_the_readme():
    """What passes the tests in continuous integration is the README's own command."""
    command = re.search(r"^python -m pip install -e .*$", README, re.MULTILINE)[0]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_what_the_readme_links_to_is_there():
    """Every relative link and picture of the README exists."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
