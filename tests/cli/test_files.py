"""``aikg map`` and ``aikg export``: answers written to files, whole or not at all."""

from __future__ import annotations

import os
import shutil

import pytest
import rdflib


@pytest.fixture
def facts(world):
    """Return the words that choose the invented world."""
    return ("--facts", world)


def test_a_map_is_one_page(call, facts, tmp_path):
    """It says what it wrote; the page asks no host for anything."""
    page = tmp_path / "acme.html"
    shown = call("map", "Acme Labs", "--hops", "1", "-o", str(page), *facts)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(f"wrote {page}: ")
    text = page.read_text(encoding="utf-8")
    assert text.lower().startswith("<!doctype html>")
    assert "Content-Security-Policy" in text


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("acme",), 2, "Error: Missing option '-o' / '--output'."),
        (("nobody", "-o", "x.html"), 1, "aikg: nothing is called 'nobody'"),
        (("--path", "acme", "nobody", "-o", "x.html"), 1, "aikg: nothing is called 'nobody'"),
        (("-o", "nowhere/x.html"), 3, "aikg: "),
    ],
)
def test_a_map_that_cannot_be_drawn_leaves_nothing_behind(call, facts, tmp_path, monkeypatch, words, status, message):
    """Not even a temporary file."""
    monkeypatch.chdir(tmp_path)
    shown = call("map", *words, *facts)
    assert (shown.status, shown.out) == (status, "")
    assert shown.err.splitlines()[-1].startswith(message)
    assert os.listdir(tmp_path) == []


def test_a_lock_is_written_beside_the_facts(call, world, tmp_path):
    """Alone or with a page; the second time nothing is new, and the facts are read as before."""
    folder = tmp_path / "facts"
    shutil.copytree(world, folder)
    shown = call("map", "--lock", "--facts", str(folder))
    assert (shown.status, shown.err) == (0, "")
    first = (folder / "positions.lock.json").read_bytes()
    shown = call("map", "--lock", "-o", str(tmp_path / "map.html"), "--facts", str(folder))
    assert shown.out.splitlines()[0].endswith(" things, 0 of them new")
    assert (folder / "positions.lock.json").read_bytes() == first
    assert call("check", "--facts", str(folder)).out == call("check", "--facts", world).out


FORMATS = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}


@pytest.mark.parametrize(("form", "parser"), FORMATS.items())
def test_an_export_is_read_back_by_rdflib(call, facts, tmp_path, form, parser):
    """Each format, to a file and to standard output, the same bytes."""
    file = tmp_path / "graph"
    shown = call("export", form, "-o", str(file), *facts, "--only", "acme-terms-2025,stake-book")
    assert (shown.status, shown.out) == (0, f"wrote {file}: {file.stat().st_size} bytes\n")
    assert call("export", form, *facts, "--only", "acme-terms-2025,stake-book").out.encode() == file.read_bytes()
    read = rdflib.Dataset()
    read.parse(file, format=parser)
    assert len(read) > 20


def test_an_unknown_format_is_refused(call, facts):
    """And names what there is."""
    shown = call("export", "turtel", *facts)
    assert (shown.status, shown.out) == (1, "")
    assert shown.error.startswith("aikg: no format 'turtel'; did you mean turtle?")
    assert "use one of jsonld, nquads, " in call("export", "xyz", *facts).error


def test_an_export_that_fails_leaves_the_old_file(call, facts, tmp_path):
    """A folder in the way; a file in a folder that is none."""
    (tmp_path / "folder").mkdir()
    shown = call("export", "nquads", "-o", str(tmp_path / "folder"), *facts)
    assert (shown.status, shown.error) == (3, f"aikg: {tmp_path / 'folder'}: is a folder; name a file")
    assert call("export", "nquads", "-o", str(tmp_path / "no" / "x"), *facts).status == 3
    assert sorted(os.listdir(tmp_path)) == ["folder"]
