"""The help of every command: its line, its words, and an example that runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from importlib import import_module

import pytest

from graph.cli.app import COMMANDS, cli
from graph.places import data_folder

CLOCKS = {"--facts", "--as-of", "--known-at", "--floor", "--only"}
NO_VIEW = {"check", "format", "schema", "add"}
"""Commands about the files of facts, not about what they say."""


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """Copy the shipped facts, so that no example can change them."""
    return shutil.copytree(data_folder("seeds"), tmp_path_factory.mktemp("help") / "seeds")


def command(name):
    """Return a command as click has it."""
    return getattr(import_module(f"graph.cli.{COMMANDS[name][0]}"), f"{name}_command")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_the_overview_is_the_commands_own(name):
    """So that the overview is right without importing a command."""
    assert command(name).name == name
    assert command(name).help.splitlines()[0] == COMMANDS[name][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_common_options_have_the_same_words_everywhere(name):
    """Every command that answers from a view takes the two clocks, the floor and the documents."""
    options = {word for option in command(name).params for word in option.opts}
    wanted = {"--facts"} if name in NO_VIEW else CLOCKS
    if name == "changes":  # it compares two days and two states of knowledge
        wanted = wanted - {"--as-of", "--known-at"} | {"--from", "--to", "--known-from", "--known-to"}
    assert wanted <= options
    assert all(getattr(option, "help", "") for option in command(name).params if option.param_type_name == "option")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_the_help_runs(name, call, facts, tmp_path, monkeypatch):
    """The help ends with a worked example; it answers with status 0, and prints something."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIKG_FACTS", str(facts))
    shown = call(name, "--help")
    assert shown.status == 0
    _, _, example = re.sub(r"\n\nOptions:.*", "", shown.out, flags=re.DOTALL).partition("  Example")
    if given := re.search(r"with  (.+?)  in\s+(\S+):", re.sub(r"\n\s*", " ", example)):
        (tmp_path / given[2]).write_text(given[1] + "\n", encoding="utf-8")
    lines = re.findall(r"^ +aikg (.+)$", example, re.MULTILINE)
    assert lines
    for line in lines:
        words = shlex.split(line)
        assert words[0] == name
        done = call(*words)
        assert (done.status, done.err) == (0, "")
        assert done.out.strip()


def test_the_examples_left_the_facts_alone(facts):
    """None of them writes into the folder of facts."""
    for folder, _, names in os.walk(facts):
        original = folder.replace(str(facts), data_folder("seeds"), 1)
        assert sorted(names) == sorted(os.listdir(original)) or os.path.samefile(folder, facts)


def test_every_option_of_the_group_is_explained(call):
    """Version and help."""
    assert {"--version", "-h, --help"} <= set(re.findall(r"^  (--?[a-z, -]+?)  ", call("--help").out, re.MULTILINE))
    assert len(cli.commands) == 0
