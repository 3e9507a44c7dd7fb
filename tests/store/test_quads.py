"""Laws of the triples that a view becomes."""

import re

import pyoxigraph as ox
import pytest
from conftest import in_memory

from graph.store.quads import quads
from graph.store.terms import PREFIXES, date, iri, literal, number, thing, word

AI = PREFIXES["ai"]
RDF = PREFIXES["rdf"]
LAYERS = ("established", "reported", "alleged")
FRAMES = [
    {},
    {"floor": "alleged"},
    {"floor": "established"},
    {"as_of": "2025-06-15"},
    {"as_of": "2026-07-06", "floor": "alleged"},
    {"known_at": "2025-09-05", "floor": "alleged"},
    {"as_of": "2026-06-01", "known_at": "2026-03-01"},
]


def parsed(view):
    return set(ox.parse(input="".join(quads(view)).encode(), format=ox.RdfFormat.N_QUADS))


def named(graph):
    return ox.NamedNode(AI + graph)


def triples(found, graph):
    return {quad.triple for quad in found if quad.graph_name == graph}


def relations(view):
    return {ox.NamedNode(AI + name) for name in view.facts.vocabulary.relations}


def direct(view, found, graph):
    words = relations(view)
    return {triple for triple in triples(found, graph) if triple.predicate in words}


def claimed(found):
    """Return the triples that claims with a layer state, with those layers."""
    parts, layers = {}, {}
    for quad in found:
        if quad.predicate.value in {RDF + "subject", RDF + "predicate", RDF + "object"}:
            parts.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(RDF)] = quad.object
        elif quad.predicate.value == AI + "layer":
            layers.setdefault(quad.subject, quad.object.value)
    stated = {}
    for claim, said in parts.items():
        if claim in layers:
            triple = ox.Triple(said["subject"], said["predicate"], said["object"])
            stated.setdefault(triple, set()).add(layers[claim])
    return stated


@pytest.mark.parametrize("frame", FRAMES, ids=str)
@pytest.mark.parametrize("facts", ["seeds", "world_graph"])
def test_every_direct_triple_has_a_claim_of_its_layer_and_every_such_claim_its_triple(facts, frame, request):
    """Direct triples and claims with a layer are the same statements, layer by layer."""
    found = parsed(request.getfixturevalue(facts).view(**frame))
    stated = claimed(found)
    for layer in LAYERS:
        assert triples(found, named(layer)) == {triple for triple, layers in stated.items() if layer in layers}


def test_a_claim_is_a_statement_and_an_entity_without_conclusions_drawn(world_view):
    """Typed and derived ones have all three classes of theirs in the graph itself."""
    found = parsed(world_view)
    typed = [
        {(quad.subject, quad.graph_name) for quad in found if quad.object == ox.NamedNode(class_)}
        for class_ in (AI + "Claim", RDF + "Statement", PREFIXES["prov"] + "Entity")
    ]
    assert typed[0] == typed[1] == typed[2]
    assert {graph for _, graph in typed[0]} == {named("claims"), named("derived")}


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_the_default_graph_holds_the_established_and_reported_triples_and_no_other(world_graph, frame):
    """A newcomer's query sees no allegation."""
    view = world_graph.view(**frame)
    found = parsed(view)
    expected = triples(found, named("established")) | triples(found, named("reported"))
    assert direct(view, found, ox.DefaultGraph()) == expected


def test_what_is_alleged_alone_never_stands_in_the_default_graph(world_view):
    """The alleged graph and the default graph share a triple only where a firmer claim says it too."""
    found = parsed(world_view)
    only_alleged = triples(found, named("alleged")) - triples(found, named("reported"))
    assert only_alleged
    assert not only_alleged & triples(found, ox.DefaultGraph())


@pytest.mark.parametrize("floor", LAYERS)
def test_no_layer_below_the_floor_is_written(world_graph, floor):
    """Claims, wordings, events and triples below the floor are not in a view."""
    found = parsed(world_graph.view(floor=floor))
    weaker = set(LAYERS[LAYERS.index(floor) + 1 :])
    assert not {quad.object.value for quad in found if quad.predicate == named("layer")} & weaker
    assert not {quad.graph_name for quad in found} & {named(layer) for layer in weaker}


def test_a_variant_that_is_alleged_alone_is_not_in_a_firmer_view(lay_over):
    """Variants and exceptions obey the floor like claims."""
    from graph import load

    rule = (
        "name: a rule\nissuer: acme-labs\ninstrument: Order\nforce: prohibited\nactions: [use]\n"
        "assets: {entity: [widget-one]}\nsources: [example-wire-2025-09-05]\n\n"
        "events:\n  - effective: 2025-09-05\n    sources: [example-wire-2025-09-05]\n\n"
        "exceptions:\n  - parties: {entity: [friendly-labs]}\n    sources:\n      - doc: pasted-text\n        as: alleged\n\n"
        "variants:\n  - actions: [install]\n    sources:\n      - doc: pasted-text\n        as: alleged\n"
    )
    graph = load(lay_over({"restrictions/a-rule.yaml": rule}))
    assert "<https://w3id.org/ai-industry-graph/id/a-rule.variant.1>" in "".join(quads(graph.view(floor="alleged")))
    text = "".join(quads(graph.view()))
    assert "a-rule.variant" not in text
    assert "a-rule.exception" not in text
    assert "<https://w3id.org/ai-industry-graph/id/a-rule.party.1>" not in text


def test_a_view_as_of_a_day_holds_no_claim_that_does_not_cover_it(world_graph):
    """A claim whose last day has passed, or whose first is to come, leaves the view; `maybe` is marked."""
    view = world_graph.view(as_of="2025-06-15", floor="alleged")
    store = in_memory(quads(view))
    outside = store.query(
        "SELECT ?c { GRAPH ?g { ?c a ai:Claim . OPTIONAL { ?c ai:startEarliest ?a } OPTIONAL { ?c ai:endLatest ?b } } "
        'FILTER (COALESCE(?a > "2025-06-15"^^xsd:date, false) || COALESCE(?b < "2025-06-15"^^xsd:date, false)) }',
        prefixes=PREFIXES,
    )
    assert list(outside) == []
    held = {
        row[0].value for row in store.query("SELECT DISTINCT ?h { GRAPH ?g { ?c ai:holds ?h } }", prefixes=PREFIXES)
    }
    assert held == {"yes", "maybe"}
    assert "tiny-model-co.2026-06-08" not in "".join(quads(view))


OF_THE_REPORTS = {"alibaba-claude-code-ban", "alibaba-qoder-direction", "anthropic-china-bar", "us-export-fable-mythos"}


def test_only_leaves_nothing_of_other_documents_but_names(seeds, reports):
    """Under `only`, no attestation, wording, event or issuer that another document tells of is written."""
    found = parsed(reports)
    quoted = {quad.object.value for quad in found if quad.predicate.value == PREFIXES["prov"] + "wasQuotedFrom"}
    assert quoted == {PREFIXES["id"] + "s000", PREFIXES["id"] + "s002"}
    others = {PREFIXES["id"] + id_ for id_ in seeds.facts.restrictions.keys() - OF_THE_REPORTS}
    assert others
    said = {quad.predicate.value for quad in found if quad.subject.value in others}
    names = {PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel"}
    assert said <= {RDF + "type", AI + "id", AI + "restrictionStatus", AI + "expected", *names}


def test_only_keeps_the_sources_that_the_named_documents_rest_on(reports):
    """The chains of the chosen documents stay; documents outside them go."""
    found = parsed(reports)
    sources = {quad.subject.value for quad in found if quad.object == named("Source")}
    assert PREFIXES["id"] + "reddit-post" in sources
    assert PREFIXES["id"] + "federal-register-2025-19001" not in sources


def test_known_at_leaves_out_what_was_published_later(world_graph):
    """A source published after the day of knowledge, and what it alone says, is not in the view."""
    found = parsed(world_graph.view(known_at="2025-09-05", floor="alleged"))
    later = PREFIXES["id"] + "atlantis-gazette-12"
    assert not [quad for quad in found if later in {quad.subject.value, getattr(quad.object, "value", None)}]
    assert PREFIXES["id"] + "acme-terms-2025" in {quad.subject.value for quad in found}


def test_every_test_of_a_wording_is_written_with_what_it_stands_under(reports):
    """Selectors are nodes: what they read, what they name, and whether inside ownership, employment or not."""
    store = in_memory(quads(reports))
    found = {
        tuple(term and term.value.removeprefix(PREFIXES["id"]) for term in row)
        for row in store.query(
            "SELECT ?key ?names ?under { GRAPH ai:claims { id:anthropic-china-bar ai:test ?t . "
            "?t ai:key ?key ; ai:names ?names OPTIONAL { ?t ai:under ?under } } }",
            prefixes=PREFIXES,
        )
    }
    assert found == {
        ("developedBy", "anthropic", None),
        ("nationality", "china", None),
        ("nationality", "china", "ownedBy"),
    }


def test_the_lines_depend_on_the_facts_alone(world_graph):
    """Two views of one frame give the same lines in the same order."""
    first, second = (list(quads(world_graph.view(floor="alleged"))) for _ in range(2))
    assert first == second
    assert all(re.fullmatch(r"<[^>]+> <[^>]+> .+ \.\n", line) for line in first)


def test_no_store_rewrites_a_value(world_view):
    """What goes into the engine comes out as the same term: numbers are written as it would."""
    lines = set(quads(world_view))
    store = in_memory(lines)
    back = ox.serialize(store, format=ox.RdfFormat.N_QUADS).decode().splitlines(keepends=True)
    assert set(back) == lines


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (thing("acme.owns.[..2026]"), "<https://w3id.org/ai-industry-graph/id/acme.owns.%5B..2026%5D>"),
        (word("rdf:type"), "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
        (word("owns"), "<https://w3id.org/ai-industry-graph/vocab#owns>"),
        (literal('a "b"\\\n\r\tc'), '"a \\"b\\"\\\\\\n\\r\\tc"'),
        (literal("名", "zh-Hant"), '"名"@zh-hant'),
        (iri("https://a.example/x y<z>"), "<https://a.example/x%20y%3Cz%3E>"),
        (number(3, "integer"), '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (date(0), None),
        (date(739001), '"2024-04-25"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ],
)
def test_terms_are_written_so_that_nothing_breaks_out_of_them(written, expected):
    """Each term is one N-Quads term whatever is in the text."""
    assert written == expected


def pairs_of(found, type_):
    """Return the subjects of a type in ``ai:derived``, each with its predicates and objects."""
    told = {}
    for triple in triples(found, named("derived")):
        told.setdefault(triple.subject, set()).add((triple.predicate.value, triple.object))
    return {node: pairs for node, pairs in told.items() if (RDF + "type", ox.NamedNode(AI + type_)) in pairs}


@pytest.mark.parametrize("day", ["2025-06-15", "2026-07-06", "2026-11-22"])
@pytest.mark.parametrize("facts", ["seeds", "world_graph"])
def test_every_answer_says_what_it_was_derived_from_and_that_is_there(facts, day, request):
    """Also of restrictions that are not in force on the day: no link leads nowhere."""
    found = parsed(request.getfixturevalue(facts).view(as_of=day))
    subjects = {quad.subject for quad in found}
    for type_ in ("Coverage", "Contradiction", "Standing"):
        for node, pairs in pairs_of(found, type_).items():
            rests_on = {object_ for predicate, object_ in pairs if predicate == PREFIXES["prov"] + "wasDerivedFrom"}
            assert rests_on, node
            assert rests_on <= subjects, node


def test_status_and_coverage_of_the_day_are_answers_in_rdf(seeds):
    """Each restriction has its status, with its events; parties and assets that are or may be meant are named."""
    view = seeds.view(as_of="2026-07-12")
    found = parsed(view)
    standings = pairs_of(found, "Standing").values()
    told = {(dict(pairs)[AI + "restriction"], dict(pairs)[AI + "answer"].value) for pairs in standings}
    statuses = {id_: stand.status for id_, stand in view.standings.items()}
    assert told == {(ox.NamedNode(PREFIXES["id"] + id_), status) for id_, status in statuses.items()}
    coverage = pairs_of(found, "Coverage")
    for thing_, side in (("alibaba", "party"), ("claude-code", "asset")):
        pairs = coverage[ox.NamedNode(PREFIXES["id"] + f"anthropic-china-bar.coverage.{thing_}")]
        assert (AI + side, ox.NamedNode(PREFIXES["id"] + thing_)) in pairs
        assert (AI + "answer", ox.Literal("YES")) in pairs
