"""Indexes on disk: used while fresh, made anew on any doubt, never in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading

import pytest

from graph.fresh import stamp
from graph.library import load
from graph.network import cache
from graph.network.index import Index
from graph.network.indexing import build
from graph.network.paths import search

FILE = "entities/ben-sample.yaml"


@pytest.fixture
def place(lay_over, tmp_path, monkeypatch):
    """Copy the invented world, with a cache of its own; return the folder, its files an hour old."""
    monkeypatch.setenv("AIKG_CACHE", str(tmp_path / "cache"))
    folder = lay_over()
    _age(folder)
    return folder


def _age(folder, seconds=3600):
    for top, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(top, name)
            info = os.stat(path)
            os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns - seconds * 10**9))


class Asked:
    """Asks for the path from Ben Sample to Acme Labs and counts how often the index was made."""

    def __init__(self, folder):
        self.folder = folder
        self.made = 0

    def __call__(self, floor="reported"):
        """Ask at a floor."""

        def make():
            self.made += 1
            return build(load(self.folder).view(floor=floor))

        return cache.answer(self.folder, f"||{floor}|", make, lambda index: search(index, "ben-sample", "acme-labs"))


def _indexes(tmp_path):
    return sorted((tmp_path / "cache" / "paths").glob("*.idx"))


def test_the_second_question_needs_no_facts(place):
    """The index is made once, and the answers are the same."""
    ask = Asked(place)
    assert ask() == ask()
    assert ask.made == 1


def test_each_frame_has_an_index_of_its_own(place, tmp_path):
    """Another floor is another view."""
    ask = Asked(place)
    assert ask().frame != ask("alleged").frame
    ask(), ask("alleged")
    assert (ask.made, len(_indexes(tmp_path))) == (2, 2)


def _edit(path, old, new):
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    assert old in text
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text.replace(old, new))


def test_an_edited_file_is_noticed(place):
    """The answer is that of the new facts."""
    ask = Asked(place)
    assert ask().start_name == "Ben Sample"
    _edit(os.path.join(place, FILE), "Ben Sample", "Benjamin Sample")
    assert ask().start_name == "Benjamin Sample"


def test_an_edit_of_the_same_size_in_the_same_tick_is_noticed(place):
    """A file changed right after its facts were read, keeping size and time, is read again."""
    path = os.path.join(place, FILE)
    os.utime(path)
    ask = Asked(place)
    ask()
    before = os.stat(path)
    _edit(path, "Ben Sample", "Bea Sample")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert os.stat(path).st_size == before.st_size
    assert ask().start_name == "Bea Sample"


@pytest.mark.parametrize("change", ["added", "removed", "renamed", "touched"])
def test_a_change_of_the_folder_is_noticed(place, change):
    """A file more or less, under another name, or with another time."""
    ask = Asked(place)
    ask()
    lonely = os.path.join(place, "entities", "mu-campus.yaml")
    new = os.path.join(place, "entities", "new-place.yaml")
    if change == "added":
        shutil.copy(lonely, new)
    elif change == "renamed":
        os.mkdir(os.path.join(place, "entities", "more"))
        os.rename(lonely, os.path.join(place, "entities", "more", "mu-campus.yaml"))
    elif change == "touched":
        os.utime(lonely)
    else:
        os.remove(os.path.join(place, "stories", "how-one-tool-was-barred.yaml"))
    ask()
    assert ask.made == 2


def test_the_program_and_the_ontology_belong_to_the_state(place):
    """Another version of either makes the index anew."""
    rows = stamp(place, 0).decode().splitlines()
    assert any(row.partition("\0")[0].endswith("ontology.ttl") for row in rows)
    assert any(row.partition("\0")[0].endswith(os.path.join("network", "index.py")) for row in rows)
    assert rows[0] == place


@pytest.mark.parametrize("damage", ["empty", "truncated", "flipped early", "flipped late", "foreign", "deleted"])
def test_a_damaged_index_is_made_anew(place, tmp_path, damage):
    """Never a wrong answer, and the file is whole again afterwards."""
    ask = Asked(place)
    right = ask()
    (path,) = _indexes(tmp_path)
    whole = path.read_bytes()
    state = int.from_bytes(whole[8:16], sys.byteorder)
    start = 16 + state + -state % 8
    if damage == "deleted":
        path.unlink()
    else:
        content = bytearray(whole)
        if damage == "flipped early":
            content[start + 40] ^= 1
        elif damage == "flipped late":
            content[whole.index(right.paths[0].steps[0].claim.encode(), start)] ^= 1
        content = {"empty": b"", "truncated": content[: len(content) // 2], "foreign": b"\xff" * 64}.get(
            damage, content
        )
        path.write_bytes(bytes(content))
    assert ask() == right
    assert ask.made == 2
    made_at = slice(0, 8)
    again = path.read_bytes()
    assert Index(again[start:]).key == "||reported|"
    assert again[made_at] != whole[made_at]
    assert ask() == right
    assert ask.made == 2


def test_an_index_of_another_folder_under_the_same_name_is_not_used(place, lay_over, tmp_path):
    """The state names its folder, so that a collision of names does no harm."""
    ask = Asked(place)
    ask()
    other = lay_over(
        {FILE: "kind: Person\nname: Other Sample\nclaims:\n  - employedBy: acme-labs\n    sources: [leaflet]\n"}
    )
    (path,) = _indexes(tmp_path)
    asked = Asked(other)
    asked()
    (name,) = [found.name for found in _indexes(tmp_path) if found != path]
    shutil.copy(path, path.with_name(name))
    assert asked().start_name == "Other Sample"
    assert asked.made == 2


def test_an_index_of_another_frame_under_the_same_name_is_not_used(place, tmp_path):
    """It names its frame too."""
    ask = Asked(place)
    ask()
    (reported,) = _indexes(tmp_path)
    ask("alleged")
    (alleged,) = set(_indexes(tmp_path)) - {reported}
    shutil.copy(alleged, reported)
    assert ask().frame == "||reported|"
    assert ask.made == 3


def test_a_cache_that_cannot_be_written_only_takes_longer(place, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("in the way")
    ask = Asked(place)
    assert ask() == ask()
    assert ask.made == 2


def test_the_oldest_indexes_make_room(place, tmp_path, monkeypatch):
    """No more than a number of them stay."""
    monkeypatch.setattr(cache, "KEPT", 2)
    ask = Asked(place)
    for floor in ("reported", "alleged", "established"):
        ask(floor)
    assert len(_indexes(tmp_path)) == 2
    ask("established"), ask("alleged")
    assert ask.made == 3
    ask("reported")
    assert ask.made == 4


def test_a_folder_that_is_missing_is_said_to_be(tmp_path):
    """By the reader of facts, with what to do."""
    with pytest.raises(Exception, match=r"no such folder; name a folder with entities/"):
        Asked(str(tmp_path / "nowhere"))()


def test_two_at_once_get_the_same_answer(place):
    """Threads that make the index at the same time do not see each other's half."""
    answers = []

    def work():
        answers.append(Asked(place)())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(map(str, answers))) == 1


def test_two_processes_at_once_get_the_same_answer(place, tmp_path):
    """And leave one whole index and no temporary file behind."""
    command = [sys.executable, "-m", "graph.cli", "path", "ben-sample", "acme-labs", "--facts", place]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outputs = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert outputs[0] == outputs[1]
    assert outputs[0][1] == b""
    assert [path.name for path in (tmp_path / "cache" / "paths").iterdir()] == [p.name for p in _indexes(tmp_path)]
    ask = Asked(place)
    assert str(ask()).encode() in outputs[0][0]
    assert ask.made == 0


# ---- where the cache is


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ({"AIKG_CACHE": "/c", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/c"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/aikg"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/aikg"),
        ({"HOME": "/h"}, "/h/.cache/aikg"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have folders of their own")
def test_the_cache_is_where_the_platform_keeps_caches(monkeypatch, given, folder):
    """``AIKG_CACHE`` first; a relative XDG folder does not count (XDG Base Directory Specification)."""
    for name in ("AIKG_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert cache.cache_folder() == folder
