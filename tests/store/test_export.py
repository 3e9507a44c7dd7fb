"""The graph in other tools' formats: nothing lost, and the same bytes everywhere."""

import hashlib
import os
import subprocess
import sys

import pyoxigraph as ox
import pytest
import rdflib
from conftest import in_rdflib

from graph.store.export import FORMS, export
from graph.store.quads import quads
from graph.store.terms import PREFIXES

PARSERS = {"jsonld": "json-ld", "nquads": "nquads", "rdfxml": "xml", "trig": "trig", "turtle": "turtle"}
ONE_GRAPH = {"rdfxml", "turtle"}


@pytest.fixture(scope="module")
def view(world_graph, tmp_path_factory):
    """Return all of the invented world with a claim whose id has brackets and texts that need escaping."""
    import shutil

    from graph import load

    folder = tmp_path_factory.mktemp("facts") / "world"
    shutil.copytree(world_graph.facts.folder, folder)
    (folder / "entities" / "odd-one.yaml").write_text(
        'kind: Company\nname: "Odd \\"One\\" <&> \\\\ Co"\nnames: {zh: 奇怪, ar: غريب}\n\nclaims:\n'
        "  - uses: widget-one\n    since: 2024\n    until: 2024-06\n    sources: [leaflet]\n\n"
        '  - uses: widget-one\n    since: "[2025-01..2025-03]"\n    sources: [leaflet]\n\n'
        "  - describedAs: \"a backslash \\\\, a 'quote' and </script>\"\n    sources: [leaflet]\n"
    )
    return load(folder).view(floor="alleged")


def as_set(dataset):
    return set(dataset.quads())


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"rdf12"} - ONE_GRAPH))
def test_formats_of_many_graphs_hold_every_quad(view, form):
    """Read by rdflib, the file is the store."""
    read = rdflib.Dataset()
    read.parse(data=export(view, form), format=PARSERS[form])
    assert as_set(read) == as_set(in_rdflib(quads(view)))


@pytest.mark.parametrize("form", sorted(ONE_GRAPH))
def test_formats_of_one_graph_hold_the_default_graph(view, form):
    """What a newcomer's query sees is what these files hold: no allegation among it."""
    read = rdflib.Graph().parse(data=export(view, form), format=PARSERS[form])
    assert set(read) == set(in_rdflib(quads(view)).default_graph)
    assert len(read) > 100


@pytest.mark.parametrize("form", ["trig", "turtle", "rdf12"])
def test_prefixes_make_the_file_readable(view, form):
    """Names are short."""
    text = export(view, form).decode()
    assert "@prefix ai: <https://w3id.org/ai-industry-graph/vocab#> ." in text
    assert "id:acme-labs" in text


def test_json_ld_has_a_context_and_a_node_a_line(view):
    """A difference between two exports shows line by line."""
    lines = export(view, "jsonld").decode().splitlines()
    assert lines[1] == ' "ai": "https://w3id.org/ai-industry-graph/vocab#",'
    assert any(line.startswith('{"@id": "id:widget-one", "rdf:type": {"@id": "ai:Product"}') for line in lines)


def test_rdf_1_2_makes_each_claim_the_reifier_of_its_triple(view):
    """One triple term stands for subject, predicate and object; everything else stays."""
    read = set(ox.parse(input=export(view, "rdf12"), format=ox.RdfFormat.TRIG))
    rdf = PREFIXES["rdf"]
    parts = {rdf + "subject", rdf + "predicate", rdf + "object"}
    said, rest, expected = {}, set(), set()
    for quad in ox.parse(input="".join(quads(view)).encode(), format=ox.RdfFormat.N_QUADS):
        if quad.predicate.value in parts:
            said.setdefault((quad.subject, quad.graph_name), {})[quad.predicate.value.removeprefix(rdf)] = quad.object
        else:
            rest.add(quad)
    for (claim, graph), part in said.items():
        triple = ox.Triple(part["subject"], part["predicate"], part["object"])
        expected.add(ox.Quad(claim, ox.NamedNode(rdf + "reifies"), triple, graph))
    assert expected
    assert read == rest | expected


def test_an_unknown_format_is_told(view):
    """With the nearest one there is."""
    with pytest.raises(LookupError) as caught:
        export(view, "turtel")
    assert str(caught.value) == "no format 'turtel'; did you mean turtle?"


DIGESTS = """
import hashlib, sys
from graph import load
from graph.store.export import FORMS, export
view = load(sys.argv[1]).view(floor="alleged")
print({form: hashlib.sha256(export(view, form)).hexdigest() for form in sorted(FORMS)})
"""


@pytest.mark.parametrize(
    ("surroundings", "elsewhere"),
    [
        ({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, False),
        ({"PYTHONHASHSEED": "4242", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"}, True),
    ],
)
def test_the_same_facts_give_the_same_bytes_anywhere(world, world_view, tmp_path, surroundings, elsewhere):
    """Hash seed, time zone, locale and working directory change nothing."""
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS, world],
        env={**os.environ, "PYTHONPATH": here, **surroundings},
        cwd=tmp_path if elsewhere else here,
        capture_output=True,
        text=True,
        check=True,
    )
    digests = {form: hashlib.sha256(export(world_view, form)).hexdigest() for form in sorted(FORMS)}
    assert done.stdout.strip() == str(digests)
