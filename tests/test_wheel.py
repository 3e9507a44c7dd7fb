"""The wheel: all that is needed inside, and it runs away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    try:
        import hatchling.build  # noqa: F401 - where it is installed, no network is needed

        isolation = ["--no-build-isolation"]
    except ImportError:
        isolation = []
    _run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", *isolation, "-w", str(folder), str(ROOT))
    (built,) = folder.glob("aikg-*.whl")
    return built


def test_the_wheel_holds_the_program_the_ontology_and_the_seeds(wheel):
    """Every file of the package, and the data beside it; no tests and no caches."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for top, inside in (("ontology", "graph/_data/ontology"), ("seeds", "graph/_data/seeds"), ("graph", "graph")):
        for file in (ROOT / top).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert f"{inside}/{file.relative_to(ROOT / top).as_posix()}" in names
    assert not [name for name in names if name.startswith("tests/") or "__pycache__" in name]
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel into a fresh environment; what it depends on is lent by this one."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "env", with_pip=False, symlinks=True)
    python = place / "env" / "bin" / "python"
    site = Path(_run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index", str(wheel))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place


def _installed(place, *words):
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "AIKG"))}
    env = {**clean, "AIKG_CACHE": str(place / "cache")}
    return _run(str(place / "env" / "bin" / words[0]), *words[1:], cwd=place, env=env)


def test_the_package_that_runs_is_the_installed_one(installed):
    """Not the checkout."""
    found = Path(_installed(installed, "python", "-c", "import graph; print(graph.__file__)").strip())
    assert found.is_relative_to(installed)


def test_the_command_finds_a_path_in_the_shipped_facts(installed):
    """Away from the checkout, twice: without and with an index."""
    words = ("aikg", "path", "alibaba", "Mythos 5", "--only", "s000,s002")
    first = _installed(installed, *words)
    assert "Alibaba – Claude Code – Anthropic – Mythos 5" in first
    assert _installed(installed, *words) == first


def test_the_shipped_facts_are_right(installed):
    """``aikg check`` finds no error in what was installed, which is as much as in the checkout."""
    assert _installed(installed, "aikg", "check") == _run(sys.executable, "-m", "graph.cli", "check", cwd=ROOT)
