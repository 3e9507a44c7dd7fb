"""The store on disk: one for each view, whoever builds it, and never a wrong or empty answer from it."""

import os
import random
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from graph.store import engine
from graph.store.worker import Damaged, Limits, QueryError, Stopped, run

QUESTION = "SELECT ?maker ?thing WHERE { ?maker ai:develops ?thing } ORDER BY ?maker ?thing"
PLAIN = "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Use a new, empty cache folder and return the folder of its stores."""
    monkeypatch.setenv("AIKG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "stores"


@pytest.fixture
def view(world_graph):
    """Return a view of the invented world that holds no store in memory yet."""
    return world_graph.view()


def stores(cache):
    return sorted(path.name for path in cache.iterdir())


def rows(view, text=QUESTION):
    return engine.ask(view, text).rows


def test_a_view_is_built_once(cache, view):
    """The second question opens the store that the first one built."""
    first = rows(view)
    (store,) = cache.iterdir()
    built = (store / "complete").stat().st_mtime_ns
    assert rows(view) == first
    assert (store / "complete").stat().st_mtime_ns == built
    assert len(first) > 2


def test_each_frame_has_a_store_of_its_own(cache, world_graph):
    """Day, day of knowledge, floor and documents are part of the key."""
    frames = [{}, {"as_of": "2025-01-01"}, {"known_at": "2025-01-01"}, {"floor": "alleged"}, {"only": "pasted-text"}]
    for frame in frames:
        rows(world_graph.view(**frame))
    assert len(stores(cache)) == len(frames)


def test_other_facts_and_another_program_have_other_stores(cache, view, world_graph, lay_over, monkeypatch):
    """An edited fact or another version of the code never meets an old store."""
    from graph import load

    rows(view)
    rows(load(lay_over({"entities/new-thing.yaml": "kind: Company\nname: New Thing\n"})).view())
    monkeypatch.setattr(engine, "_program", lambda: "another version")
    rows(world_graph.view())
    assert len(stores(cache)) == 3


def test_two_processes_that_build_at_once_both_answer_and_leave_one_store(cache, world, view):
    """Who loses the race discards its own store."""
    code = (
        "import sys, graph\n"
        "view = graph.load(sys.argv[1]).view()\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        f"print(view.sparql({QUESTION!r}).rows)\n"
    )
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    builders = [subprocess.Popen([sys.executable, "-c", code, world], **options) for _ in range(2)]
    for builder in builders:
        assert builder.stdout.readline() == "ready\n"
    for builder in builders:
        builder.stdin.write("\n")
        builder.stdin.flush()
    answers = [builder.communicate()[0].strip() for builder in builders]
    assert answers == [str(rows(view))] * 2
    assert len(stores(cache)) == 1


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path):
    path.write_bytes(b"")


DAMAGE = [
    ("data/CURRENT", Path.unlink),
    ("data/CURRENT", flip),
    ("data/CURRENT", empty),
    ("data/MANIFEST-*", Path.unlink),
    ("data/MANIFEST-*", cut),
    ("data/*.sst", Path.unlink),
    ("data/*.sst", flip),
    ("data/*.sst", cut),
    ("complete", Path.unlink),
    ("complete", flip),
    ("complete", empty),
]


@pytest.mark.parametrize(("pattern", "harm"), DAMAGE, ids=lambda part: getattr(part, "__name__", part))
def test_a_damaged_store_is_built_again_with_one_notice(cache, view, capfd, pattern, harm):
    """Truncated, flipped or deleted files: the answer is the right one, and the next is quiet."""
    truth = rows(view)
    (store,) = cache.iterdir()
    harm(max(store.glob(pattern)))
    assert rows(view) == truth
    notice = f"aikg: the cached store {store} was damaged; it is built again\n"
    assert capfd.readouterr().err == notice
    assert rows(view) == truth
    assert capfd.readouterr().err == ""


def test_a_store_that_opens_empty_is_not_believed(cache, view):
    """Another store in the place of ours, even one that opens well, gives no answer."""
    truth = rows(view)
    (store,) = cache.iterdir()
    shutil.rmtree(store / "data")
    assert len(pyoxigraph.Store(str(store / "data"))) == 0
    assert rows(view) == truth


def test_damage_that_shows_only_while_answering_is_mended_too(cache, view, world_graph, monkeypatch):
    """Where a block cannot be read although its file looks untouched, memory answers and the store goes."""
    truth = rows(view)
    (store,) = cache.iterdir()

    def unreadable(*given):
        monkeypatch.setattr(engine, "run", run)
        raise Damaged("Corruption: block checksum mismatch")

    monkeypatch.setattr(engine, "run", unreadable)
    assert rows(view) == truth
    assert not store.exists()
    assert rows(world_graph.view()) == truth
    assert store.exists()


def test_every_flipped_byte_leaves_the_answer_right(cache, world_graph):
    """Wherever in its files a store is hurt, what comes out is the truth."""
    view = world_graph.view()
    truth = sorted(map(str, rows(view, PLAIN)))
    (store,) = cache.iterdir()
    chance = random.Random(7)
    for _ in range(4):
        file = chance.choice(sorted((store / "data").glob("*.sst")))
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        assert sorted(map(str, rows(world_graph.view(), PLAIN))) == truth


def test_what_a_killed_builder_left_is_cleared_away_when_it_is_old(cache, view, world_graph):
    """A temporary folder of a running builder stays; one of an hour ago goes."""
    rows(view)
    running, dead = cache / ".building-running", cache / ".building-dead"
    running.mkdir()
    dead.mkdir()
    os.utime(dead, (0, 0))
    rows(world_graph.view(floor="alleged"))
    assert running.exists()
    assert not dead.exists()


def test_the_cache_keeps_the_stores_used_last(cache, world_graph, monkeypatch):
    """The least recently used stores go first."""
    monkeypatch.setattr(engine, "_KEPT", 2)
    days = [f"2025-0{month}-01" for month in range(1, 5)]
    for number, day in enumerate(days):
        rows(world_graph.view(as_of=day))
        for store in cache.iterdir():
            seconds = store.stat().st_mtime
            os.utime(store, (seconds - 100 * (4 - number), seconds - 100 * (4 - number)))
    assert len(stores(cache)) == 2


def test_where_nothing_can_be_written_the_store_is_held_in_memory(tmp_path, monkeypatch, world_graph):
    """A cache folder that cannot be made costs speed, not answers."""
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("AIKG_CACHE", str(tmp_path / "file" / "cache"))
    view = world_graph.view()
    assert {"maker": "acme-labs", "thing": "widget-one"} in rows(view)
    assert engine.store_of(view) is engine.store_of(view)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_cache_folder_is_no_obstacle(tmp_path, monkeypatch, world_graph):
    """The same, where permissions forbid it."""
    tmp_path.chmod(0o500)
    monkeypatch.setenv("AIKG_CACHE", str(tmp_path))
    assert rows(world_graph.view())


def test_a_full_disk_while_building_is_no_obstacle(cache, view, monkeypatch):
    """What cannot be kept is answered from memory; nothing half-built is left."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "write_atomically", full)
    assert {"maker": "acme-labs", "thing": "widget-one"} in rows(view)
    assert stores(cache) == []


# ---- nothing is ever fetched


@pytest.fixture
def canary():
    """Listen on loopback; return the port and the list of what knocked."""
    listener = socket.create_server(("127.0.0.1", 0))
    knocks = []

    def listen():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            knocks.append(connection.recv(200))
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield listener.getsockname()[1], knocks
    listener.close()


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_from_names_graphs_of_the_view_and_fetches_nothing(view, canary, clause):
    """An address after FROM is a graph that is not there."""
    port, knocks = canary
    text = f"SELECT * {clause} <http://127.0.0.1:{port}/data> WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    assert rows(view, text) == []
    assert knocks == []


def test_from_through_rdflib_fetches_nothing_either(view, canary):
    """rdflib would load what FROM names; the Dataset that we hand out does not."""
    port, knocks = canary
    found = list(engine.dataset(view).query(f"SELECT * FROM <http://127.0.0.1:{port}/data> WHERE {{ ?s ?p ?o }}"))
    assert found == []
    assert knocks == []


def test_from_a_graph_of_the_view_reads_that_graph_and_no_other(view):
    """FROM our own graphs works, in both engines alike."""
    text = "SELECT (COUNT(*) AS ?n) FROM ai:claims WHERE { ?s ?p ?o }"
    inside = rows(view, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ai:claims { ?s ?p ?o } }")
    assert rows(view, text) == inside
    assert [{"n": str(row.n)} for row in engine.dataset(view).query(text)] == inside


# ---- through rdflib


def test_the_dataset_answers_as_the_engine_does(view):
    """rdflib's API on the embedded store gives the same rows."""
    found = engine.dataset(view).query(QUESTION)
    base = "https://w3id.org/ai-industry-graph/id/"
    assert [{str(name): str(row[name]).removeprefix(base) for name in found.vars} for row in found] == rows(view)


def test_the_dataset_cannot_be_changed(view):
    """A built store is never written again."""
    triple = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.URIRef("urn:c"))
    with pytest.raises(Exception, match="only possible on read-write"):
        engine.dataset(view).add(triple)
    assert triple not in engine.dataset(view)


def test_the_dataset_refuses_what_the_engine_would_follow(view):
    """SERVICE is refused before the engine sees it; this process could not be kept from asking."""
    with pytest.raises(QueryError, match="^query:1:12: SERVICE is not allowed; the graph asks no other server$"):
        engine.dataset(view).query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_limit_is_passed_on(view):
    """The caller's limits hold for the query."""
    with pytest.raises(Stopped, match="larger than 100 bytes; add a LIMIT"):
        engine.ask(view, QUESTION, limits=Limits(answer=100))
