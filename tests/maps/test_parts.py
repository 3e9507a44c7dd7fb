"""The parts under the page: bytes, files, words, the vendored library, the plain Pyvis network."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from hostile_world import PAYLOADS, hostile, seen
from map_world import world

import graph
from graph import maps, vocabulary
from graph.facts.problems import InputError
from graph.maps import Drawing
from graph.maps.around import around
from graph.maps.block import inert
from graph.maps.lock import NAME, lock_text, pinned_for
from graph.maps.model import MapData

_MAPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "graph", "maps")


def _read(*parts):
    with open(os.path.join(_MAPS, *parts), encoding="utf-8", newline="") as file:
        return file.read()


def test_the_same_data_give_the_same_bytes(tmp_path):
    """Another hash seed, locale, time zone and working directory change nothing."""
    code = (
        f"import sys; sys.path[:0] = [{os.path.dirname(__file__)!r}, {os.path.join(_MAPS, '..', '..')!r}]\n"
        "import hashlib; from map_world import world; from graph import vocabulary; from graph.maps import Drawing\n"
        "print(hashlib.sha256(Drawing(world(), vocabulary.load()).html().encode()).hexdigest())"
    )
    settings = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"},
    ]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, **one}, cwd=folder, check=True, capture_output=True
        ).stdout
        for one, folder in zip(settings, (tmp_path, os.getcwd()), strict=True)
    }
    assert len(hashes) == 1


def test_the_data_block_cannot_end_its_element():
    """No payload leaves `<`, `>`, `&` or a line separator in the block; all that can be seen reads back as it was."""
    value = {"texts": PAYLOADS}
    text = inert(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["texts"] == [seen(text) for text in PAYLOADS]


def test_the_hash_is_of_the_content_alone():
    """A title does not change the content's hash, a fact does."""
    data = world()
    assert (
        MapData(
            title="Another",
            nodes=data.nodes,
            edges=data.edges,
            sources=data.sources,
            stories=data.stories,
            holds=data.holds,
        ).digest()
        == data.digest()
    )
    assert MapData(title=data.title, nodes=data.nodes[1:]).digest() != data.digest()


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    """When writing fails at the last moment, the older map stays as it was and nothing is left over."""
    target = tmp_path / "map.html"
    target.write_text("old")
    monkeypatch.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(InputError, match="No space left"):
        Drawing(world(), vocabulary.load()).save(target)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["map.html"]


def test_a_map_of_nothing_is_a_page_that_says_so(reader, tmp_path):
    """Without claims the page opens with a sentence, not a blank."""
    Drawing(MapData(title="Nothing"), vocabulary.load()).save(tmp_path / "nothing.html")
    page = reader(tmp_path / "nothing.html")
    assert page.text("#message").startswith("There is nothing in this map")


def test_shows_in_a_notebook(reader, tmp_path):
    """As notebooks do it: the frame of `_repr_html_` draws inside another page, with no rights but its script's."""
    page = tmp_path / "notebook.html"
    page.write_text(
        "<!doctype html><title>n</title><script>window.aikg = {ready: 1}</script>"
        + Drawing(world(), vocabulary.load())._repr_html_(),
        encoding="utf-8",
    )
    found = reader(page)
    frame = found.page.frame_locator("iframe")
    frame.locator("#count").wait_for()
    assert frame.locator("#count").inner_text() == "12 entities, 17 claims shown"
    frame.locator("#q").fill("mesa")
    frame.locator("#q").press("Enter")
    assert frame.locator("#panel-h").inner_text() == "Mesa Data"


def test_a_big_block_is_compressed_and_opens(reader, tmp_path, monkeypatch):
    """Above a size the data travel compressed; the page is the same."""
    monkeypatch.setattr("graph.maps.block._PACK_FROM", 100)
    Drawing(world(), vocabulary.load()).save(tmp_path / "packed.html")
    assert "northwind.develops.chip" not in (tmp_path / "packed.html").read_text(encoding="utf-8")
    assert reader(tmp_path / "packed.html").text("#count") == "12 entities, 17 claims shown"


def test_opens_on_a_path(reader, tmp_path):
    """A map drawn for a path opens with it brought out."""
    Drawing(world(), vocabulary.load(), path=("ada", "mesa")).save(tmp_path / "path.html")
    page = reader(tmp_path / "path.html")
    assert page.page.eval_on_selector_all("#panel-b .steps > li", "all => all.length") == 3


def test_pyvis_network_goes_on_in_pyvis():
    """The plain network has every node and linked claim with fixed positions, and Pyvis writes it."""
    net = Drawing(world(), vocabulary.load()).pyvis()
    assert sorted(net.get_nodes()) == sorted(node.id for node in world().nodes)
    assert sorted(edge["id"] for edge in net.get_edges()) == sorted(edge.id for edge in world().edges if edge.object)
    assert all(isinstance(net.get_node(node)["x"], int) for node in net.get_nodes())
    net.add_node("more", label="More")
    net.add_edge("more", "mesa")
    assert "More" in net.generate_html(notebook=False)


def test_focus_keeps_the_neighbourhood_and_what_it_cites():
    """What lies within the hops stays, with its sources; nothing is reached through a place."""
    found = around(world(), ["qzsc"], 2)
    assert [node.id for node in found.nodes] == ["atlantis", "kor", "mesa", "qzsc"] or "chip" not in {
        n.id for n in found.nodes
    }
    assert "ada" not in {node.id for node in found.nodes}
    assert {source.id for source in found.sources} <= {"wire", "mesa-post"}
    assert (found.holds.focus, found.holds.hops) == (("qzsc",), 2)


def test_lock_file_is_read_back(tmp_path):
    """Positions written to a lock file come back; without a file there are none."""
    assert pinned_for(str(tmp_path)) == {}
    (tmp_path / NAME).write_text(lock_text({"b": (3, -4), "a": (1, 2)}))
    assert pinned_for(str(tmp_path)) == {"a": (1, 2), "b": (3, -4)}
    assert json.loads((tmp_path / NAME).read_text())["version"] == 1


def test_a_lock_keeps_the_places_of_a_folder(tmp_path):
    """Locked positions are those of later maps; what is new is added, what is gone is dropped, nothing else moves."""
    world = os.path.join(os.path.dirname(__file__), "..", "world")
    shutil.copytree(world, tmp_path / "facts")
    facts = graph.load(tmp_path / "facts").facts
    path, count, new = maps.lock(facts)
    assert (os.path.basename(path), count) == (NAME, new)
    locked = pinned_for(facts.folder)
    dropped, moved = sorted(locked)[:2]
    shifted = {**locked, moved: (9000, -9000), "gone": (1, 1)}
    del shifted[dropped]
    (tmp_path / "facts" / NAME).write_text(lock_text(shifted))
    assert maps.lock(facts)[1:] == (count, 1)
    again = pinned_for(facts.folder)
    assert again.keys() == locked.keys()
    assert {id_: again[id_] for id_ in again if id_ != dropped} == {
        id_: shifted[id_] for id_ in locked if id_ != dropped
    }
    view = graph.load(tmp_path / "facts").view(floor="alleged")
    assert maps.draw(view).positions() == again
    assert maps.draw(view, focus=[moved], hops=1).positions()[moved] != (9000, -9000)


@pytest.mark.parametrize(
    "text", ['{"positions": {"a": [1]}}', '{"positions": {"a": [1.5, 2]}}', "[]", '{"positions": {"a": [true, 2]}}']
)
def test_a_broken_lock_file_is_refused(tmp_path, text):
    """A lock file of another shape is an error that says what to do."""
    (tmp_path / NAME).write_text(text)
    with pytest.raises(ValueError, match=r"positions\.lock\.json is not a lock file of positions; delete it"):
        pinned_for(str(tmp_path))


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_catalogues_say_everything(language):
    """Every sentence exists in every language with the same placeholders; terms of the ontology are optional there."""
    english, other = (json.loads(_read("page", f"words.{name}.json")) for name in ("en", language))
    assert set(english) - set(other) == set()
    assert [
        key
        for key in english
        if set(re.findall(r"\{\w+\}", english[key])) != set(re.findall(r"\{\w+\}", other[key])) and key != "said-by-for"
    ] == []
    words = vocabulary.load()
    known = (
        {f"{scheme}.{name}" for scheme, codes in words.codes.items() for name in codes}
        | {f"Kind.{name}" for name in words.kinds}
        | {"Kind.Restriction"}
    )
    assert {key for key in other if key[0].isupper()} <= known


def test_every_word_used_is_in_the_catalogue():
    """No key is asked for that the English catalogue lacks."""
    english = json.loads(_read("page", "words.en.json"))
    code = "".join(
        _read("page", name) for name in sorted(os.listdir(os.path.join(_MAPS, "page"))) if name.endswith(".js")
    )
    used = set(re.findall(r'(?:word|say|sentence|line|item)\("([\w.-]+)"', code)) | set(
        re.findall(r'data-(?:word|label|hint)="([\w.-]+)"', _read("page", "map.html.j2"))
    )
    assert {
        key for key in used if key not in english and not any(k.startswith(key) for k in english if key.endswith("."))
    } == set()


def test_the_page_parses_no_markup():
    """No part of the script or the library builds elements from text or runs text."""
    names = [name for name in os.listdir(os.path.join(_MAPS, "page")) if name.endswith(".js")]
    code = "".join(_read("page", name) for name in names) + _read("vendor", "vis-network.js")
    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*[\"'`]", code
        )
        == []
    )


def test_the_vendored_library_is_the_one_that_was_checked():
    """The bundle has the hash that stands beside it and carries its licences."""
    expected, name = _read("vendor", "SHA256SUMS").split()
    library = _read("vendor", name)
    assert hashlib.sha256(library.encode()).hexdigest() == expected
    assert library.startswith(_read("vendor", "LICENSES.txt"))
    assert "vis-network 10.1.5" in library


def test_hostile_title_stays_text():
    """A title with markup is escaped wherever it stands in the page."""
    page = Drawing(hostile(), vocabulary.load()).html()
    assert PAYLOADS[1] not in page
    assert "&lt;img src=x onerror" in page
    assert page.count("<script") == 3
