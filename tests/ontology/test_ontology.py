"""The ontology is whole: every word is explained, refers to words that exist, and is used."""

import dataclasses
import os
import re

import pyoxigraph
import pytest

from graph import vocabulary
from graph.facts import build, keys
from graph.facts.tree import Mapping, parse
from graph.facts.values import Reader

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILE = os.path.join(ROOT, "ontology", "ontology.ttl")
WORDS = vocabulary.load()
AI = vocabulary.VOCAB
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
STANDARDS = (
    RDF, RDFS, SKOS, OWL, SCHEMA, "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/org#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/odrl/2/",
)  # fmt: skip
TIMES = {"on", "since", "until"}
BESIDE = {"note", "sources"}
"""Keys that every claim may have."""


def read_triples():
    """Return the ontology as subject, predicate and object, all text."""
    parsed = pyoxigraph.parse(path=FILE, format=pyoxigraph.RdfFormat.TURTLE)
    return [(t.subject.value, t.predicate.value, t.object) for t in parsed]


TRIPLES = read_triples()
SUBJECTS = {s for s, _, _ in TRIPLES if s.startswith(AI)}
OBJECTS = {}
for _subject, _predicate, _object in TRIPLES:
    OBJECTS.setdefault((_subject, _predicate), []).append(_object.value)


def values(subject, predicate):
    """Return the objects of a subject and predicate as text."""
    return OBJECTS.get((subject, predicate), [])


def typed(*types):
    """Return the subjects of our namespace that have one of the types."""
    return sorted({s for s, p, o in TRIPLES if p == RDF + "type" and o.value in types and s.startswith(AI)})


CLASSES = typed(OWL + "Class")
RELATIONS = typed(AI + "Relation")
CONCEPTS = typed(SKOS + "Concept")
SCHEMES = typed(SKOS + "ConceptScheme")
MARKS = typed(OWL + "AnnotationProperty")
FIELDS = [(record, field) for record, fields in WORDS.fields.items() for field in fields.values()]


def local(iri):
    """Return the name of one of our words."""
    return iri.removeprefix(AI)


def code():
    """Return the whole program, and the pages' scripts, as one text."""
    found = []
    for folder, _, names in os.walk(os.path.join(ROOT, "graph")):
        for name in sorted(names):
            if name.endswith((".py", ".js")) and "vendor" not in folder:
                with open(os.path.join(folder, name), encoding="utf-8") as stream:
                    found.append(stream.read())
    return "\n".join(found)


CODE = code()


# ---- every word is explained


def test_every_word_has_one_sort():
    """A word is a class, a relation, a concept, a scheme or a mark, and nothing else."""
    for iri in sorted(SUBJECTS):
        assert [iri in group for group in (CLASSES, RELATIONS, CONCEPTS, SCHEMES, MARKS)].count(True) == 1, iri


def test_every_word_is_explained():
    """A word has one label and one definition, and an example where it is not a mark or a list of words."""
    for iri in sorted(SUBJECTS):
        assert len(values(iri, RDFS + "label")) == 1, iri
        (definition,) = values(iri, SKOS + "definition")
        assert re.fullmatch(r"[A-Z][^\n]*\.", definition), iri
        examples = values(iri, SKOS + "example")
        if iri in MARKS or iri in SCHEMES:
            assert examples == [], iri
        else:
            (example,) = examples
            assert example.strip() == example != "", iri


def test_a_definition_is_one_sentence():
    """A definition is one sentence, so that help and pages can show it beside a word."""
    for iri in sorted(SUBJECTS):
        for definition in values(iri, SKOS + "definition"):
            assert not re.search(r"[.!?] [A-Z]", definition), iri


def test_every_key_is_explained():
    """A key has a definition of one sentence and an example."""
    for record, field in FIELDS:
        assert AI + record in CLASSES, (record, field.key)
        assert re.fullmatch(r"[A-Z][^\n]*\.", field.definition), (record, field.key)
        assert field.example, (record, field.key)


def test_text_is_english():
    """Labels, definitions and examples say that they are English."""
    for subject, predicate, object_ in TRIPLES:
        prose = {RDFS + "label", SKOS + "definition", AI + "inverseLabel"}
        if predicate in prose or (predicate == SKOS + "example" and subject in SUBJECTS):
            assert object_.language == "en", (subject, predicate)


# ---- every word that is used exists


def test_every_word_used_is_declared():
    """A word of ours that stands anywhere is declared somewhere."""
    used = {p for _, p, _ in TRIPLES} | {o.value for _, _, o in TRIPLES if isinstance(o, pyoxigraph.NamedNode)}
    assert {iri for iri in used if iri.startswith(AI)} - SUBJECTS == set()


def test_other_words_are_of_known_standards():
    """What is not ours is a standard's."""
    used = {p for _, p, _ in TRIPLES} | {o.value for _, _, o in TRIPLES if isinstance(o, pyoxigraph.NamedNode)}
    others = {iri for iri in used if not iri.startswith(AI)} - {"https://creativecommons.org/licenses/by/4.0/"}
    assert {iri for iri in others if not iri.startswith(STANDARDS)} == set()


@pytest.mark.parametrize("iri", MARKS, ids=local)
def test_every_mark_is_used_and_read(iri):
    """A mark stands on some word, and the vocabulary reads it."""
    assert any(p == iri for _, p, _ in TRIPLES)
    assert f'VOCAB + "{local(iri)}"' in CODE


def test_nothing_is_written_twice():
    """Of what a word can have once, no word has two."""
    many = {"domainIncludes", "rangeIncludes", "qualifier", "field", "exclusiveWith"}
    for iri in SUBJECTS:
        for predicate in {
            p for s, p, _ in TRIPLES if s == iri and (p.startswith((AI, SCHEMA)) or p == SKOS + "notation")
        }:
            if predicate.rpartition("#")[2].rpartition("/")[2] not in many:
                assert len(values(iri, predicate)) == 1, (iri, predicate)


@pytest.mark.parametrize(
    "cls", [vocabulary.Kind, vocabulary.Relation, vocabulary.Code, vocabulary.Field, vocabulary.Vocabulary]
)
def test_everything_read_is_used(cls):
    """What the vocabulary reads from the ontology, something in the program asks for."""
    unused = [field.name for field in dataclasses.fields(cls) if not re.search(rf"\.{field.name}\b", CODE)]
    assert unused == []


@pytest.mark.parametrize("iri", SCHEMES, ids=local)
def test_every_code_list_is_used(iri):
    """A list of codes is asked for by a key, by the program, or by a mark of the ontology."""
    name = local(iri)
    members = {concept for concept in CONCEPTS if values(concept, SKOS + "inScheme") == [iri]}
    by_key = any(name in field.value_type.split(":") for _, field in FIELDS)
    by_mark = any(p.startswith(AI) and o.value in members for _, p, o in TRIPLES)
    assert by_key or by_mark or f'"{name}"' in CODE


# ---- kinds


KINDS = [*WORDS.kinds.values(), *WORDS.source_kinds.values()]


def test_parents_exist():
    """Every kind above a kind is a kind, up to Entity or Source."""
    for kind in KINDS:
        known = WORDS.kinds.keys() | WORDS.source_kinds.keys() | {"Source"}
        assert kind.parents <= known, kind.name
        assert kind.name in kind.parents, kind.name
        assert len(kind.parents & {"Entity", "Source"}) == 1, kind.name


@pytest.mark.parametrize("kind", [k for k in KINDS if k.abstract], ids=lambda kind: kind.name)
def test_a_kind_that_groups_has_kinds_below(kind):
    """A kind that nothing can be typed as has kinds below it, and no looks of its own."""
    assert any(kind.name in other.parents and other is not kind for other in KINDS)
    assert (kind.shape, kind.colour, kind.colour_on_dark) == ("", "", "")


def test_looks_of_kinds():
    """A kind on the map has a shape that vis-network draws and two colours as #RRGGBB."""
    for kind in WORDS.concrete_kinds():
        shapes = {
            "dot",
            "diamond",
            "star",
            "triangle",
            "triangleDown",
            "hexagon",
            "square",
            "box",
            "ellipse",
            "database",
        }
        assert kind.shape in shapes, kind.name
        assert re.fullmatch("#[0-9A-F]{6}", kind.colour), kind.name
        assert re.fullmatch("#[0-9A-F]{6}", kind.colour_on_dark), kind.name
        assert all(other.abstract for other in KINDS if other.name in kind.parents and other is not kind), kind.name


def luminance(colour):
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_kinds_can_be_seen():
    """A shape stands out from a white and from a dark page by at least 3 to 1 (WCAG 2.2, 1.4.11)."""
    for kind in WORDS.concrete_kinds():
        assert 1.05 / (luminance(kind.colour) + 0.05) >= 3, kind.name
        assert (luminance(kind.colour_on_dark) + 0.05) / (luminance("#1E1E1E") + 0.05) >= 3, kind.name


def test_kinds_differ_in_colour():
    """No two kinds have the same colours."""
    kinds = WORDS.concrete_kinds()
    assert len({kind.colour for kind in kinds}) == len({kind.colour_on_dark for kind in kinds}) == len(kinds)


# ---- relations


def test_domain_and_range_exist():
    """A relation links kinds that exist, or records that can be subject or object."""
    for relation in WORDS.relations.values():
        known = WORDS.kinds.keys() | {"Source", "Restriction"}
        assert relation.domain, relation.name
        assert set(relation.domain) <= known, relation.name
        assert relation.range, relation.name
        assert set(relation.range) <= known | {"Claim", vocabulary.TEXT}, relation.name


def test_qualifiers_exist():
    """A relation takes qualifiers that are keys of a claim; an amount's kind only beside an amount."""
    for relation in WORDS.relations.values():
        assert relation.qualifiers <= WORDS.fields["Claim"].keys() - TIMES - BESIDE, relation.name
        assert "amount" in relation.qualifiers or "amountKind" not in relation.qualifiers, relation.name


def test_relation_reads_both_ways():
    """A relation is named verb first, reads both ways, is a state or event, and has a sign."""
    for relation in WORDS.relations.values():
        assert re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)*", relation.name), relation.name
        assert relation.label, relation.name
        assert relation.inverse_label, relation.name
        assert values(AI + relation.name, AI + "timing") in ([AI + "state"], [AI + "event"]), relation.name
        assert values(AI + relation.name, AI + "sign") in (["1"], ["0"], ["-1"]), relation.name
        assert (relation.label == relation.inverse_label) == relation.symmetric, relation.name


def test_relation_is_of_the_right_owl_type():
    """A relation to text is a datatype property, one to things an object property, one to either neither."""
    for relation in WORDS.relations.values():
        types = set(values(AI + relation.name, RDF + "type")) - {AI + "Relation"}
        if not relation.takes_text:
            assert types == {OWL + "ObjectProperty"}, relation.name
        else:
            assert types == {OWL + "DatatypeProperty"} if len(relation.range) == 1 else {RDF + "Property"}, (
                relation.name
            )


def test_symmetric_relations_link_what_they_link_back():
    """What reads the same both ways has a domain that its range holds."""
    for relation in WORDS.relations.values():
        if relation.symmetric:
            assert all(any(WORDS.is_kind(kind, wanted) for wanted in relation.range) for kind in relation.domain), (
                relation.name
            )


def test_labels_differ():
    """No two relations read alike."""
    labels = [relation.label for relation in WORDS.relations.values()]
    assert len(set(labels)) == len(labels)


def test_no_key_is_a_relation():
    """A key of a claim is never the name of a relation, nor of an event."""
    assert WORDS.relations.keys() & WORDS.fields["Claim"].keys() == set()
    assert WORDS.codes["EventType"].keys() & WORDS.fields["RestrictionEvent"].keys() == set()


def test_every_qualifier_is_taken():
    """Every key of a claim but times, note and sources is taken by some relation."""
    taken = {qualifier for relation in WORDS.relations.values() for qualifier in relation.qualifiers}
    assert taken == WORDS.fields["Claim"].keys() - TIMES - BESIDE


def test_short_cuts():
    """There is one short cut for every force and every action that has none above it, and no other."""
    top = [action.name for action in WORDS.codes["Action"].values() if action.broader is None]
    assert top == ["use", "acquire", "supply", "export", "invest", "hire"]
    assert WORDS.short_cuts.keys() == {(force, action) for force in WORDS.codes["Force"] for action in top}
    for (force, action), relation in WORDS.short_cuts.items():
        assert (relation.force, relation.action, relation.derived) == (force, action, True)
        assert WORDS.short_cut(force, action) is relation
        for narrower in WORDS.codes["Action"]:
            if WORDS.broader(narrower)[-1] == action:
                assert WORDS.short_cut(force, narrower) is relation


def test_derived_relations():
    """Only the short cuts and the three relations of restrictions are derived, and they take nothing."""
    derived = {relation.name for relation in WORDS.relations.values() if relation.derived}
    assert derived == {relation.name for relation in WORDS.short_cuts.values()} | {"imposes", "restricts", "covers"}
    assert all(not WORDS.relations[name].qualifiers for name in derived)
    assert {relation.name for relation in WORDS.authored()} == WORDS.relations.keys() - derived


# ---- codes


CODES = [(scheme, word) for scheme, words in WORDS.codes.items() for word in words.values()]


def test_every_code_is_in_one_list():
    """A code has one list and one notation, by which it is typed."""
    for iri in CONCEPTS:
        (scheme,) = values(iri, SKOS + "inScheme")
        (notation,) = values(iri, SKOS + "notation")
        assert scheme in SCHEMES, iri
        assert re.fullmatch(r"[A-Za-z][A-Za-z-]*", notation), iri


def test_what_is_broader_exists():
    """What is broader is a code of the same list, and no code is broader than itself."""
    for scheme, word in CODES:
        if word.broader is not None:
            assert word.broader in WORDS.codes[scheme], (scheme, word.name)
            chain = WORDS.broader(word.name)
            assert len(set(chain)) == len(chain), (scheme, word.name)
            assert WORDS.codes[scheme][chain[-1]].broader is None, (scheme, word.name)


def test_names_of_actions_are_their_own():
    """An action's word in the ontology is its notation, since what is broader is named by word."""
    for iri in CONCEPTS:
        if values(iri, SKOS + "inScheme") == [AI + "Action"]:
            assert values(iri, SKOS + "notation") == [local(iri)], iri


@pytest.mark.parametrize("scheme", ["Modality", "Status", "Layer", "EventType"])
def test_order_of_codes(scheme):
    """Where order means something it counts from one without a gap, as the codes stand."""
    assert [word.order for word in WORDS.codes[scheme].values()] == list(range(1, len(WORDS.codes[scheme]) + 1))


def test_events_of_one_day_are_taken_in_this_order():
    """The order of events of one day is that of the rules on the status of a restriction."""
    order = "announced effective resumed amended narrowed widened suspended lifted expired superseded annulled"
    assert list(WORDS.codes["EventType"]) == order.split()
    effects = {word.effect for word in WORDS.codes["EventType"].values()}
    assert effects == {"announces", "starts", "resumes", "none", "suspends", "ends", "annuls"}


def test_effects_of_modalities():
    """A document supports, disputes, withdraws or does neither."""
    effects = {name: word.effect for name, word in WORDS.codes["Modality"].items()}
    supporting = {name for name, effect in effects.items() if effect == "supports"}
    assert supporting == {"official", "confirmed", "reported", "alleged", "expected"}
    assert (effects["denied"], effects["retracted"]) == ("disputes", "withdraws")
    assert {effects[name] for name in ("opinion", "presupposed", "inferred")} == {"neither"}


def test_verdicts_of_forces():
    """Every force but the one not stated gives a verdict, and strengths order them."""
    forces = WORDS.codes["Force"]
    assert {name: word.verdict for name, word in forces.items()} == {
        "prohibited": "PROHIBITED",
        "licenceRequired": "LICENCE_REQUIRED",
        "conditional": "CONDITIONAL",
        "discouraged": "DISCOURAGED",
        "directed": "DIRECTED",
        "listed": "LISTED",
        "notStated": None,
    }
    strengths = [forces[name].strength for name in forces if name != "notStated"]
    assert strengths == sorted(set(strengths), reverse=True)
    assert forces["notStated"].strength == forces["prohibited"].strength


@pytest.mark.parametrize("scheme", WORDS.codes["Identifier"].values(), ids=lambda scheme: scheme.name)
def test_identifiers(scheme):
    """An identifier's example looks like one, nothing longer does, and its link has a place for it."""
    assert re.fullmatch(scheme.pattern, scheme.example)
    assert not re.fullmatch(scheme.pattern, scheme.example + " ")
    assert not re.fullmatch(scheme.pattern, '"><script>')
    assert scheme.link is None or re.fullmatch(r"https://[^{}\s]+\{\}/?", scheme.link)


# ---- keys


@pytest.mark.parametrize("record", WORDS.fields)
def test_order_of_keys(record):
    """Keys of a record are counted from one without a gap."""
    nodes = values(AI + record, AI + "field")
    orders = sorted(int(o.value) for s, p, o in TRIPLES if s in nodes and p == AI + "order")
    assert orders == list(range(1, len(WORDS.fields[record]) + 1))


def test_type_of_a_key_can_be_read():
    """A key's values are of a type that the reader knows, and its lists and kinds exist."""
    for record, field in FIELDS:
        assert build, "its import registers how records are read"
        type_, _, argument = field.value_type.removeprefix("override:").partition(":")
        known = keys._PLAIN | keys._REFERENCES.keys() | keys._LISTS.keys() | keys._RECORDS.keys() | {"code", "codes"}
        assert type_ in known | ({"expressions", "selection"} if record == "Selector" else set()), (record, field.key)
        if type_ in {"code", "codes"}:
            assert argument in WORDS.codes, (record, field.key)
        elif type_ == "entities" and record == "Selector":
            assert argument in WORDS.kinds, (record, field.key)
        elif type_ == "expression" and record != "Selector":
            assert argument in {"party", "asset"}, (record, field.key)
        else:
            assert argument == "", (record, field.key)
        assert field.side in ({"party", "asset", None} if record == "Selector" else {None}), (record, field.key)


def test_example_of_a_key_can_be_read():
    """A key's example is a value of its type."""
    for record, field in FIELDS:
        if field.example == "a list":
            continue
        reader = Reader("example.yaml", WORDS, {}, frozenset())
        tree = parse(f"{field.key}: {field.example}\n")
        assert isinstance(tree, Mapping), (record, field.key)
        if record == "Selector":
            side = field.side or "party"
            keys._RECORDS["expression"](reader, tree, tree.at(), side)
        else:
            keys.read_value(reader, field, tree[field.key], tree.at(field.key))
        assert [problem.message for problem in reader.problems] == [], (record, field.key)


def test_required_keys():
    """What must be typed is what the format says must."""
    required = {record: {f.key for f in fields.values() if f.required} for record, fields in WORDS.fields.items()}
    assert {record: found for record, found in required.items() if found} == {
        "Entity": {"kind", "name"},
        "Source": {"kind"},
        "Restriction": {"name", "issuer", "instrument", "force", "actions", "sources", "events"},
        "Claim": {"sources"},
        "RestrictionEvent": {"sources"},
        "Exception": {"sources"},
        "Variant": {"sources"},
        "Story": {"title", "steps"},
        "Step": {"caption", "claims"},
        "Selection": {"party"},
    }
