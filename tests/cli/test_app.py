"""The program as a whole: its overview, exit statuses, streams and surroundings (cli.md, safety.md)."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time

import click
import pytest

import graph
from graph.cli import app
from graph.cli.app import COMMANDS, cli

PATH = ("path", "acme-labs", "Widget One", "--only", "acme-blog-2025-09-05")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@pytest.fixture(autouse=True)
def _invented_facts(world, monkeypatch):
    """Ask the invented world."""
    monkeypatch.setenv("AIKG_FACTS", world)


# ---- the overview


def test_the_overview_names_every_command_with_its_line(call):
    """One line each; no command is imported for it."""
    shown = call("--help")
    assert shown.status == 0
    for name, (_, line) in COMMANDS.items():
        assert re.search(rf"^  {name}\s+{re.escape(line)}", re.sub(r"\n {10,}", " ", shown.out), re.MULTILINE)


def test_the_version_is_that_of_the_package(call):
    """And nothing else."""
    assert call("--version").out == f"aikg, version {graph.__version__}\n"


def test_without_a_command_the_overview_is_shown_as_a_usage_error(call):
    """There is nothing to do: 2."""
    shown = call()
    assert (shown.status, shown.out) == (2, "")
    assert "Commands:" in shown.err


@pytest.mark.parametrize(
    ("word", "hint"),
    [("pth", "did you mean 'path'?"), ("verdikt", "did you mean 'verdict'?"), ("x", "see  aikg --help")],
)
def test_an_unknown_command_gets_the_nearest(call, word, hint):
    """A usage error."""
    shown = call(word)
    assert shown.status == 2
    assert shown.err.splitlines()[-1] == f"Error: no command '{word}'; {hint}"


# ---- exit statuses


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("path", "acme", "nobody-at-all"), 1, "aikg: nothing is called 'nobody-at-all'; see  aikg list entities"),
        (("path", "acme", "friendy labs"), 1, "aikg: nothing is called 'friendy labs'; did you mean 'friendly labs'"),
        (("path", "acme", "mu", "--only", "leaflett"), 1, "aikg: no source 'leaflett'; did you mean leaflet?"),
        (("path", "acme", "mu", "--relations", "owned"), 1, "aikg: no relation 'owned'; did you mean owns?"),
        (("path", "acme", "mu", "--only", "x"), 1, "aikg: no source 'x'; see  aikg list sources"),
        (("path", "acme", "mu", "--relations", "xyz"), 1, "aikg: no relation 'xyz'; use one of "),
        (("rank", "--by", "degree", "--relations", "xyz"), 1, "aikg: no relation 'xyz'; use one of "),
        (("path", "acme"), 2, "Error: Missing argument 'B'."),
        (("path", "a", "b", "--floor", "high"), 2, "Error: Invalid value for '--floor': 'high' is not one of "),
        (("list", "claims", "--nope"), 2, "Error: No such option '--nope'."),
        (("check", "--facts", "/nowhere"), 3, "aikg: /nowhere: no such folder; name a folder with entities/"),
        (("path", "a", "b", "--facts", "/nowhere"), 3, "aikg: /nowhere: no such folder; name a folder with entities/"),
        (("sparql", "-f", "/nowhere.rq"), 3, "aikg: /nowhere.rq: No such file or directory"),
    ],
)
def test_an_error_is_one_sentence_and_a_status(call, words, status, message):
    """1 for names and questions, 2 for usage, 3 for files; nothing on standard output."""
    shown = call(*words)
    assert (shown.status, shown.out) == (status, "")
    assert shown.err.splitlines()[-1].startswith(message)
    assert "Traceback" not in shown.err


def test_a_limit_has_a_status_of_its_own(call, monkeypatch):
    """4, and how to raise the limit."""
    monkeypatch.setenv("AIKG_MAX_FILES", "3")
    shown = call("check")
    assert (shown.status, shown.out) == (4, "")
    assert shown.err == "aikg: more than 3 fact files; split the folder, or set AIKG_MAX_FILES to a higher number\n"


def test_answers_that_say_no_are_answers(call):
    """No path is exit status 0."""
    assert call(*PATH, "--floor", "established").status == 0
    assert call("path", "acme", "Acme Labs").status == 0


@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
@pytest.mark.parametrize(
    "day", ["2026-07", "2026", "2026-02-30", "tomorrow", "2026-07-10T00:00", "20260710", "２０２６-07-10"]
)
def test_the_clocks_take_one_day(call, option, day):
    """Anything else is a usage error that says how to write it."""
    shown = call(*PATH, option, day)
    assert (shown.status, shown.out) == (2, "")
    said = {"2026-02-30": "no such date: 2026-02-30"}.get(day, f"'{day}' is not a day; write it as 2026-07-10")
    assert shown.err.splitlines()[-1] == f"Error: Invalid value for '{option}': {said}"


def _fail(monkeypatch, error):
    """Let ``aikg path`` fail with an error."""

    def broken(*_, **__):
        raise error

    monkeypatch.setattr("graph.cli.path.ask", broken)


class Stopped(Exception):  # noqa: N818 - named like the one of the store
    """A query that ran past a limit."""


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (ValueError("this question is about one day"), 1, "aikg: this question is about one day"),
        (LookupError("no such thing"), 1, "aikg: no such thing"),
        (OSError(errno.ENOSPC, "No space left on device", "out.html"), 3, "aikg: out.html: No space left on device"),
        (OSError(errno.EIO, "Input/output error"), 3, "aikg: output: Input/output error"),
        (MemoryError(), 4, "aikg: the memory allowed is not enough; allow more, or ask for less"),
        (Stopped("the query took longer than 10 seconds"), 4, "aikg: the query took longer than 10 seconds"),
        (KeyboardInterrupt(), None, None),
        (click.Abort(), 130, "aikg: stopped"),
        (BrokenPipeError(), 0, None),
    ],
)
def test_each_kind_of_error_has_its_status(call, monkeypatch, error, status, message):
    """cli.md and safety.md say which."""
    _fail(monkeypatch, error)
    if status is None:
        with pytest.raises(KeyboardInterrupt):
            call(*PATH)
        return
    monkeypatch.setattr(app, "silence", lambda: 0)
    shown = call(*PATH)
    assert (shown.status, shown.out, shown.err) == (status, "", f"{message}\n" if message else "")


@pytest.mark.parametrize(
    "error", [KeyError("x"), RuntimeError("secret"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no")]
)
def test_an_error_of_our_own_is_reported_without_data(call, monkeypatch, tmp_path, error):
    """70, one line, and a file that says where it happened but holds nothing of the user's."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _fail(monkeypatch, error)
    shown = call(*PATH)
    (report,) = tmp_path.iterdir()
    assert shown.status == 70
    name = type(error).__name__
    assert shown.error == f"aikg: an error of our own ({name}); the report is in {report}, please send it to us"
    text = report.read_text()
    assert text.splitlines()[-1] == name
    assert "secret" not in text
    assert "Widget" not in text
    assert "path.py:" in text


def test_a_report_that_cannot_be_saved_is_said_to_be(monkeypatch, call):
    """Still 70, still one line."""
    _fail(monkeypatch, RuntimeError())
    with monkeypatch.context() as patch:
        patch.setattr("tempfile.tempdir", "/nowhere")
        shown = call(*PATH)
    assert shown.error == "aikg: an error of our own (RuntimeError); the report could not be saved"


def test_facts_with_mistakes_are_named_before_the_error(call, lay_over):
    """Each as file:line:column: sentence, on standard error; 1."""
    folder = lay_over({"entities/mu.yaml": "kind: Place\nnam: Mu\n"})
    shown = call("path", "mu", "atlantis", "--facts", folder)
    assert (shown.status, shown.out) == (1, "")
    first, *_, last = shown.err.splitlines()
    assert first.startswith("entities/mu.yaml:")
    assert last == "aikg: the facts have errors; see  aikg check"


# ---- where the facts are


def test_facts_are_taken_from_the_option_then_the_environment_then_the_package(call, world, tmp_path, monkeypatch):
    """``--facts`` wins over ``AIKG_FACTS``, which wins over the seeds."""
    monkeypatch.delenv("AIKG_FACTS")
    monkeypatch.setattr("graph.cli.options.data_folder", {"seeds": str(tmp_path)}.get)
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "shipped.yaml").write_text("kind: Company\nname: Shipped\n")
    assert call("show", "shipped").status == 0
    assert call("show", "acme-labs").status == 1
    assert call("show", "acme-labs", "--facts", world).status == 0
    monkeypatch.setenv("AIKG_FACTS", world)
    assert call("show", "acme-labs").status == 0
    assert call("path", "acme-labs", "tiny-model-co").status == 0
    assert call("show", "acme-labs", "--facts", str(tmp_path)).status == 1


# ---- streams and surroundings, as a program of its own


def test_a_closed_pipe_is_silent(program):
    """``aikg list claims | head -1``: the reader leaves, nobody complains."""
    reading, writing = os.pipe()
    os.close(reading)
    with program("list", "claims", stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", [("--help",), PATH])
def test_a_full_disk_is_an_error(run_program, words):
    """3, one line."""
    with open("/dev/full", "wb") as full:
        shown = run_program(*words, stdout=full)
    assert (shown.status, shown.err) == (3, "aikg: output: No space left on device\n")


@pytest.mark.parametrize(("closed", "name", "status"), [(">&- <&-", "mu", 0), (">&- 2>&-", "nobody", 1)])
def test_closed_streams_do_no_harm(closed, name, status):
    """Neither closed outputs nor a closed input."""
    line = f'"{sys.executable}" -m graph.cli path acme {name} {closed}'
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (status, b"")


def test_no_home_no_colour_and_a_dumb_terminal_do_no_harm(run_program):
    """The answer is the same, without one escape sequence."""
    usual = run_program(*PATH)
    bare = run_program(*PATH, env={"HOME": None, "AIKG_CACHE": None, "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C"})
    assert usual.out == bare.out
    assert (bare.status, bare.err) == (0, "")
    assert "\x1b" not in bare.out


def test_arguments_that_are_no_text_are_shown_escaped(run_program):
    """Bytes that are not UTF-8 do not end the program."""
    shown = run_program("show", os.fsdecode(b"\xff\xfe"))
    assert (shown.status, shown.error) == (1, r"aikg: nothing is called '\udcff\udcfe'; see  aikg list entities")


def test_ctrl_c_is_one_line_and_130():
    """A real signal, here while the program waits for a query: no traceback."""
    code = "import sys; print('up', flush=True); sys.argv[1:] = ['sparql', '-f', '-']"
    command = [sys.executable, "-c", f"{code}; from graph.cli import main; main()"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        process.stdout.readline()
        time.sleep(0.4)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        err = process.stderr.read()
    assert (process.returncode, err) == (130, b"aikg: stopped\n")


LONG = ["path", "acme", "mu", "-k3"]
"""A question that is not plain, so that click is needed."""


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("click", LONG),
        ("graph.cli.app", LONG),
        ("graph.cli.path", LONG),
        ("graph.cli.plain", PATH),
        ("graph.network.paths", PATH),
        ("graph.cli.show", ["list", "claims"]),
    ],
)
def test_ctrl_c_while_the_program_starts_is_one_line_too(module, words):
    """Most of a short command is imports."""
    code = f"""
import builtins, sys
load = builtins.__import__
def stop(name, *rest):
    if name == {module!r}:
        raise KeyboardInterrupt
    return load(name, *rest)
import graph.cli, importlib
builtins.__import__ = stop
real = importlib.import_module
importlib.import_module = lambda name: stop(name) if name == {module!r} else real(name)
sys.argv[1:] = {list(words)!r}
graph.cli.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"aikg: stopped\n")


def test_the_group_is_clicks():
    """So that completion of shells works."""
    assert isinstance(cli, click.Group)
    assert cli.list_commands(click.Context(cli)) == list(COMMANDS)


def test_the_shell_completes_commands(run_program):
    """Click's own completion answers."""
    given = {"_AIKG_COMPLETE": "bash_complete", "COMP_WORDS": "aikg ver", "COMP_CWORD": "1"}
    assert run_program(env=given).out == "plain,verdict\n"
