"""A query that cannot take its caller down, hang it, outlive it, ask elsewhere or answer in part."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import worker
from graph.store.worker import Damaged, Limits, QueryError, Stopped, run

EX = "https://ex.example/"
MINUTE = Limits(seconds=60)
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def quad(number):
    subject, predicate = ox.NamedNode(f"{EX}{number % 500}"), ox.NamedNode(f"{EX}p{number % 20}")
    return ox.Quad(subject, predicate, ox.Literal(f"value {number}"), ox.DefaultGraph())


@pytest.fixture(scope="module")
def store():
    """Return a store of 2,000 triples."""
    found = ox.Store()
    found.extend(quad(number) for number in range(2000))
    return found


def ask(store, text, limits=MINUTE, **bindings):
    return run(store, text, bindings, limits)


# ---- answers


def test_a_select_answers_rows(store):
    """The rows of a SELECT come back as they are."""
    found = ask(store, f"SELECT ?o {{ <{EX}7> <{EX}p7> ?o }} ORDER BY ?o")
    assert found.rows == [{"o": "value 1007"}, {"o": "value 1507"}, {"o": "value 507"}, {"o": "value 7"}]


def test_an_ask_answers_yes_or_no(store):
    """An ASK has a boolean."""
    assert ask(store, f"ASK {{ <{EX}7> ?p ?o }}").boolean is True
    assert ask(store, f"ASK {{ <{EX}nobody> ?p ?o }}").boolean is False


def test_a_construct_answers_a_graph(store):
    """A CONSTRUCT has triples."""
    found = ask(store, f"CONSTRUCT {{ ?s <{EX}q> ?o }} WHERE {{ ?s <{EX}p3> ?o }}")
    assert found.kind == "graph"
    assert len(found) == 100


def test_values_are_bound_as_terms_and_cannot_be_queries(store):
    """A text that looks like SPARQL stays a text."""
    evil = ox.Literal('value 7" } ; DROP ALL #')
    assert ask(store, "SELECT ?o ?s { ?s ?p ?o }", o=evil).rows == []
    assert ask(store, "SELECT ?o ?s { ?s ?p ?o }", o=ox.Literal("value 7")).rows == [{"o": "value 7", "s": f"{EX}7"}]


def test_an_unknown_function_or_a_division_by_zero_leaves_the_cell_empty(store):
    """Errors inside expressions unbind; they do not end the query."""
    assert ask(store, "SELECT (1/0 AS ?x) (<urn:nothing>(1) AS ?y) {}").rows == [{"x": None, "y": None}]


# ---- what is no query

MISTAKES = [
    ("", "query:1:1: the query is empty; an example is  SELECT * WHERE { ?s ?p ?o } LIMIT 10"),
    ("# nothing\n", "query:1:1: the query is empty; an example is  SELECT * WHERE { ?s ?p ?o } LIMIT 10"),
    ("\ufeffASK {}", "query:1:1: U+FEFF is no character of a query; remove it"),
    ("ASK {\n  ?s ?p '\ud800' }", "query:2:10: U+D800 is no character of a query; remove it"),
    ("ASK {\x00}", "query:1:6: U+0000 is no character of a query; remove it"),
    (
        "SELECT * {\n  ?s ?p ?o .\n\t?x foo ?y }",
        "query:3:10: the query cannot be read here, or shortly before\n\t?x foo ?y }\n\t        ^",
    ),
    (
        "SELECT ?x { ?x",
        (
            "query:1:15: the query ends before it is complete, or cannot be read shortly before its end\n"
            "SELECT ?x { ?x\n              ^"
        ),
    ),
    (
        "SELECT ?x { ?x nope:a 1 }",
        "query:1:22: the prefix before this place is not declared\nSELECT ?x { ?x nope:a 1 }\n" + " " * 21 + "^",
    ),
    ("ASK { ?x <a b> 1 }", "query:1:15: this is no IRI\nASK { ?x <a b> 1 }\n" + " " * 14 + "^"),
    (
        "SELECT ?y (COUNT(?x) AS ?n) { ?x ?y 1 }",
        "query:1:40: the SELECT names a variable that the query does not group by\n"
        "SELECT ?y (COUNT(?x) AS ?n) { ?x ?y 1 }\n" + " " * 39 + "^",
    ),
    ("INSERT DATA { <a:b> <a:b> <a:b> }", "query:1:1: INSERT changes data; only questions are answered"),
    ("PREFIX x: <a:b>\nload <http://x.example/>", "query:2:1: load changes data; only questions are answered"),
    ("CLEAR ALL", "query:1:1: CLEAR changes data; only questions are answered"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=[repr(text[:30]) for text, _ in MISTAKES])
def test_a_mistake_is_told_with_its_place(store, text, message):
    """Line and column, what is wrong, and a caret under the place."""
    with pytest.raises(QueryError) as caught:
        ask(store, text)
    assert str(caught.value) == message


def test_a_long_line_is_shown_around_the_mistake_alone(store):
    """At most a hundred characters on each side."""
    text = "SELECT * { " + "?s ?p ?o . " * 500 + "?x foo ?y . " + "?s ?p ?o . " * 500 + "}"
    with pytest.raises(QueryError) as caught:
        ask(store, text)
    _, shown, caret = str(caught.value).split("\n")
    assert len(shown) == 200
    assert caret == " " * 100 + "^"


def test_words_of_updates_may_be_names(store):
    """Only the first keyword tells an update."""
    assert not ask(store, "PREFIX insert: <urn:x> ASK { ?add insert:a ?load }").boolean


def test_a_query_that_is_too_long_is_refused(store):
    """The limit is in bytes."""
    with pytest.raises(QueryError, match="^query:1:1: the query is longer than 10 bytes$"):
        ask(store, "ASK { ?ü ?p 1 }", Limits(query=10))


# ---- hostile queries

DEEP = {
    "groups": "SELECT * " + "{" * 5000 + "}" * 5000,
    "brackets": "SELECT (" + "(" * 30000 + "1" + ")" * 30000 + " AS ?x) {}",
    "not": "ASK { FILTER(" + "!" * 50000 + "true) }",
    "paths": "ASK { ?s " + "(" * 20000 + "<a:b>" + ")" * 20000 + " ?o }",
    "optionals": "ASK { " + "OPTIONAL { " * 3000 + "}" * 3000 + " }",
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_ends_the_child_and_not_the_caller(store, name):
    """The engine crashes or gives up; we go on, and the next query is answered."""
    with pytest.raises((Stopped, QueryError)):
        ask(store, DEEP[name], Limits(seconds=10))
    assert ask(store, "ASK {}").boolean


def test_what_crashes_the_engine_is_told_in_one_sentence(store):
    """A child that ends without an answer was given too much."""
    with pytest.raises(Stopped, match="^the query was too large or too deeply nested for the engine$"):
        ask(store, DEEP["groups"], Limits(seconds=10))


def children():
    with open(f"/proc/{os.getpid()}/task/{os.getpid()}/children") as stream:
        return stream.read().split()


@linux
def test_a_giant_product_is_stopped_in_time_and_its_process_is_gone(store):
    """The time is the caller's; nothing is left running."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    before, start = children(), time.monotonic()
    with pytest.raises(Stopped, match=r"^the query was stopped after 0\.5 s; make it more specific or add a LIMIT$"):
        ask(store, text, Limits(seconds=0.5))
    assert time.monotonic() - start < 5
    assert children() == before


def test_a_query_that_needs_too_much_memory_is_stopped(store):
    """The limit is on top of what the caller uses."""
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(24))
    text = f'SELECT (STRLEN(?x24) AS ?n) {{ BIND("{"x" * 1024}" AS ?x0) {doubling} }}'
    with pytest.raises(Stopped):
        ask(store, text, Limits(seconds=30, memory=256 << 20))


def test_an_answer_that_is_too_large_is_refused_whole(store):
    """Never a part of the rows."""
    with pytest.raises(Stopped, match="^the answer is larger than 10000 bytes; add a LIMIT$"):
        ask(store, "SELECT * { ?s ?p ?o }", Limits(answer=10_000))


# ---- nobody else is asked


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


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:%d/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:%d/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:%d/> { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:%d/> SELECT * { service:x{ ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:%d/> AS ?u) SeRvIcE ?u { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_by_name(store, canary, text):
    """The message says where it stands."""
    port, knocks = canary
    with pytest.raises(QueryError, match=r"^query:1:\d+: SERVICE is not allowed; the graph asks no other server$"):
        ask(store, text % port)
    assert knocks == []


@pytest.mark.parametrize("text", SERVICES)
@pytest.mark.parametrize("guard", ["the kernel", "file numbers"])
def test_service_reaches_nobody_even_where_it_slips_through(store, canary, monkeypatch, text, guard):
    """Without the scan for the word, the process itself can open no socket, by either means."""
    port, knocks = canary
    monkeypatch.setattr(worker, "check", lambda *_: None)
    if guard == "file numbers":
        monkeypatch.setattr(worker, "_forbid_sockets", lambda: False)
    with contextlib.suppress(Stopped, QueryError, Damaged):
        ask(store, text % port, Limits(seconds=20))
    assert knocks == []


@linux
def test_the_kernel_refuses_sockets_here(store):
    """On the machines that we know, it is the kernel that keeps the child inside."""
    if os.uname().machine not in worker._MACHINES:
        pytest.skip("an unknown machine")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            allowed = worker._forbid_sockets()
            try:
                socket.socket().close()
                answer = b"opened"
            except PermissionError:
                answer = b"refused" if allowed else b"refused by another"
            os.write(writing, answer)
        finally:
            os._exit(0)
    os.close(writing)
    assert os.read(reading, 20) == b"refused"
    os.close(reading)
    os.waitpid(child, 0)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ("SERVICE <x>" AS ?x) { # SERVICE\n }',
        "SELECT ?service { ?service ?p 1 }",
        "PREFIX ex: <urn:service:> ASK { ex:service ex:service <urn:SERVICE> }",
        "SELECT ('''SERVICE''' AS ?x) {}",
        'SELECT ("x"@service AS ?x) {}',
    ],
)
def test_the_word_service_may_stand_in_names_and_texts(store, text):
    """Strings, comments, variables, IRIs and local names are not the keyword."""
    ask(store, text)


def test_a_store_of_many_files_is_read_by_the_child(tmp_path):
    """The engine opens sixteen files at once and the others while it answers, which the child may do."""
    path = str(tmp_path / "store")
    found = ox.Store(path)
    for part in range(3):
        triples = [f"<{EX}{part}-{n}> <{EX}p> <{EX}{n}>" for n in range(50)]
        text = "".join(f"{triple} .\n{triple} <{EX}g{part}> .\n" for triple in triples)
        found.bulk_load(input=text.encode(), format=ox.RdfFormat.N_QUADS)
    del found
    assert len([name for name in os.listdir(path) if name.endswith(".sst")]) > 20
    reopened = ox.Store.read_only(path)
    assert len(ask(reopened, "SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 150
    assert len(ask(reopened, "SELECT * { ?s ?p ?o }")) == 150


# ---- interrupted


LOOP = """
import pyoxigraph as ox, sys
from graph.store.worker import Limits, run
store = ox.Store()
store.extend(
    ox.Quad(ox.NamedNode(f"https://x.example/{n}"), ox.NamedNode("https://x.example/p"), ox.Literal(str(n)))
    for n in range(3000)
)
print("ready", flush=True)
try:
    run(store, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {}, Limits())
except KeyboardInterrupt:
    print("interrupted", flush=True)
    sys.exit(130)
"""


@pytest.fixture
def asking():
    """Start a process that asks a query without end; return it and the id of its child."""
    with subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        end = time.monotonic() + 20
        found = []
        while not found and time.monotonic() < end:
            with open(f"/proc/{process.pid}/task/{process.pid}/children") as stream:
                found = stream.read().split()
            time.sleep(0.02)
        yield process, int(found[0])
        process.kill()


def gone(pid):
    """Wait for a process to end; a zombie has ended."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            with open(f"/proc/{pid}/stat") as stream:
                if stream.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


@linux
def test_ctrl_c_stops_the_query_and_its_process(asking):
    """The engine ignores Ctrl-C; we do not."""
    process, child = asking
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "interrupted\n"
    assert process.wait(10) == 130
    assert time.monotonic() - start < 5
    assert gone(child)


@linux
def test_a_child_does_not_outlive_a_caller_that_is_killed(asking):
    """No query goes on for nobody."""
    process, child = asking
    process.kill()
    assert gone(child)


# ---- never a part of an answer


def test_an_answer_cut_short_is_no_answer(store, monkeypatch):
    """A child that dies while it writes has not answered, though its first bytes are there."""

    def half(pipe, *_):
        whole = worker._HEAD.pack(b"g", 60) + b"<urn:a> <urn:b> <urn:c> .\n"
        os.write(pipe, whole)

    monkeypatch.setattr(worker, "_child", half)
    with pytest.raises(Stopped, match="^the query was too large"):
        ask(store, "CONSTRUCT WHERE { ?s ?p ?o }")


@given(kind=st.sampled_from(b"gsa"), data=st.binary(max_size=60), cut=st.integers(0, 80))
def test_only_a_whole_answer_is_read(kind, data, cut):
    """Whatever is missing at the end, nothing is answered."""
    whole = worker._HEAD.pack(bytes([kind]), len(data)) + data
    if cut >= len(whole):
        assert worker._read(whole, "").data == data
    else:
        with pytest.raises(Stopped):
            worker._read(whole[:cut], "")


def test_a_store_that_cannot_be_read_is_told_apart(tmp_path):
    """Damage is not the query's fault."""
    path = tmp_path / "store"
    found = ox.Store(str(path))
    found.bulk_load(
        input="".join(f'<{EX}{n}> <{EX}p> "value {n}" .\n' for n in range(3000)).encode(), format=ox.RdfFormat.N_QUADS
    )
    found.flush()
    del found
    for file in path.glob("*.sst"):
        data = bytearray(file.read_bytes())
        data[len(data) // 5] ^= 1
        file.write_bytes(data)
    try:
        reopened = ox.Store.read_only(str(path))
    except RuntimeError:
        pytest.skip("the damage shows when the store is opened")
    with pytest.raises(Damaged, match="^Corruption: "):
        ask(reopened, "SELECT * { ?s ?p ?o }", Limits(seconds=20))
