"""Measure a cold ``aikg path`` against a click program that only says hello.

Processes are started in turn, round by round, so that whatever else the machine does hits all
of them alike; CPU time of user and kernel is counted, since wall time depends on the load. The
program and the facts are copied first, and compiled as an installation compiles them: nobody
can edit them meanwhile, and the index stays fresh. Run from the root of the project:

    python tests/bench/cold_path.py [ROUNDS]

Goal: ``aikg path`` on the shipped facts within 1.5 of the hello program, better 1.25, the pass
over names and times of all files included (speed.md).
"""

from __future__ import annotations

import compileall
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 31
HELLO = """
import click

@click.command()
@click.argument("name")
@click.option("--greeting", default="hello", help="What to say.")
def hello(name, greeting):
    click.echo(f"{greeting} {name}")

hello()
"""
AIKG = """
import sys
sys.path.insert(0, {root!r})
from graph.cli import main
main()
"""


def _copy(place: Path) -> None:
    """Copy program and facts as they are now, an hour old, with their bytecode."""
    for name in ("graph", "ontology", "seeds"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    before = time.time() - 3600
    for file in place.rglob("*"):
        os.utime(file, (before, before))
    compileall.compile_dir(place / "graph", quiet=1)


def _programs(place: Path) -> dict[str, list[str]]:
    """Return the commands that are compared, by what they are called in the table."""
    (place / "hello.py").write_text(HELLO, encoding="utf-8")
    (place / "aikg.py").write_text(AIKG.format(root=str(place)), encoding="utf-8")
    aikg = [sys.executable, str(place / "aikg.py")]
    path = [*aikg, "path", "alibaba", "Mythos 5"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "click hello": [sys.executable, str(place / "hello.py"), "world"],
        "aikg --help": [*aikg, "--help"],
        "aikg path": path,
        "aikg path --only s000,s002": [*path, "--only", "s000,s002"],
        "aikg path --json": [*path, "--json"],
        "aikg path -k3 (by way of click)": [*path, "-k3"],
    }


def _seconds(command: list[str], env: dict[str, str], output: int) -> float:
    """Run a program and return the CPU time it took."""
    pid = os.posix_spawn(command[0], command, env, file_actions=[(os.POSIX_SPAWN_DUP2, output, 1)])
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _copy(place)
        programs = _programs(place)
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "AIKG"))}
        env["AIKG_CACHE"] = str(place / "cache")
        times: dict[str, list[float]] = {name: [] for name in programs}
        with open(os.devnull, "wb") as null:
            for command in programs.values():
                _seconds(command, env, null.fileno())
            for _ in range(rounds):
                for name, command in programs.items():
                    times[name].append(_seconds(command, env, null.fileno()))
        files = sum(1 for file in place.rglob("*") if file.suffix in {".yaml", ".ttl", ".py", ".rq"})
    print(f"Python {platform.python_version()}, click {version('click')}, {rounds} rounds, {files} files in the pass")
    print(f"{'':32}{'median ms':>10}{'min ms':>8}{'median':>8}{'min':>6}   of click hello")
    middle, least = (f(times["click hello"]) for f in (statistics.median, min))
    for name, taken in times.items():
        median, fastest = statistics.median(taken), min(taken)
        ratios = f"{median / middle:8.2f}{fastest / least:6.2f}"
        print(f"{name:32}{1000 * median:10.1f}{1000 * fastest:8.1f}{ratios}")


if __name__ == "__main__":
    main()
