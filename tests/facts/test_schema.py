"""The JSON Schema by which editors complete and explain fact files."""

import copy
import glob
import json
import os
import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from graph import vocabulary
from graph.facts.folder import FOLDERS
from graph.facts.load import read
from graph.facts.schema import json_schema
from graph.facts.tree import decode, parse
from graph.places import data_folder

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORLD = os.path.join(ROOT, "tests", "world")
WORDS = vocabulary.load()
SCHEMA = json_schema(WORDS)
CHECK = Draft202012Validator(SCHEMA)
RECORDS = {"entities": "entity", "restrictions": "restriction", "sources": "source", "stories": "story"}


class _Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as the editors' language server does: numbers and truth values, no dates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML looks for it here
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":float", ":null"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF"))


def valid(text, record=None):
    """Tell whether a file is valid, by the schema of any file or of one record."""
    data = yaml.load(text, Loader=_Editor)  # noqa: S506 - a safe loader
    check = CHECK if record is None else CHECK.evolve(schema={"$ref": f"#/$defs/{record}", "$defs": SCHEMA["$defs"]})
    return check.is_valid(data)


def _files(folder):
    found = []
    for top in FOLDERS:
        found += [(top, path) for path in sorted(glob.glob(f"{folder}/{top}/**/*.yaml", recursive=True))]
    return found


def test_schema_is_one():
    """The schema is itself valid JSON Schema, and every reference in it leads somewhere."""
    Draft202012Validator.check_schema(SCHEMA)
    references = set(re.findall(r'"\$ref": "#/\$defs/([^"]+)"', json.dumps(SCHEMA)))
    assert references <= SCHEMA["$defs"].keys()
    assert SCHEMA["$defs"].keys() <= references


def test_schema_is_the_one_in_the_documentation():
    """The file that templates refer to is the schema of the ontology as it stands."""
    with open(os.path.join(ROOT, "docs", "facts.schema.json"), encoding="utf-8") as stream:
        assert stream.read() == json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n", (
            "rewrite it with:  aikg schema > docs/facts.schema.json"
        )


def test_seeds_are_valid():
    """Every file of the seeds is valid as an editor reads it."""
    files = _files(data_folder("seeds"))
    assert len(files) > 50
    for _, path in files:
        with open(path, encoding="utf-8") as stream:
            data = yaml.load(stream, Loader=_Editor)  # noqa: S506 - a safe loader
        assert [f"{path} {e.json_path}: {e.message[:200]}" for e in CHECK.iter_errors(data)] == []


def test_every_shape_is_valid():
    """Files that use every shape of the format are valid as text, and by the schema of their record."""
    files = _files(WORLD)
    assert len(files) > 50
    for top, path in files:
        with open(path, "rb") as stream:
            text = decode(stream.read())
        assert [f"{path} {e.json_path}: {e.message[:200]}" for e in CHECK.iter_errors(parse(text))] == []
        assert valid(text, RECORDS[top]), path


def test_unknown_keys_are_invalid():
    """A key that is not in the ontology makes any file invalid, wherever it stands."""
    for _, path in _files(WORLD):
        with open(path, "rb") as stream:
            tree = parse(decode(stream.read()))
        for changed in _with_unknown_key(json.loads(json.dumps(tree))):
            assert not CHECK.is_valid(changed), (path, changed)


def _with_unknown_key(tree):
    """Yield copies of a tree, each with a key that nobody knows in another of its mappings."""
    for place in _mappings(tree, ()):
        changed = copy.deepcopy(tree)
        inner = changed
        for step in place:
            inner = inner[step]
        inner["zzz"] = "x"
        yield changed


def _mappings(node, place):
    if isinstance(node, dict):
        if place[-1:] != ("names",):  # any language tag is a key there
            yield place
        pairs = node.items()
    else:
        pairs = enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield from _mappings(value, (*place, key))


def test_relations_are_explained():
    """Every relation a curator may type is a key of a claim, with its definition; the others are not."""
    properties = SCHEMA["$defs"]["claim"]["properties"]
    for relation in WORDS.authored():
        assert properties[relation.name]["description"].startswith(relation.definition)
        assert f"Backwards: {relation.inverse_label}." in properties[relation.name]["description"]
    derived = {relation.name for relation in WORDS.relations.values() if relation.derived}
    assert derived
    assert not derived & properties.keys()


def test_words_are_explained():
    """Kinds and codes are listed, each with its definition in the same place."""
    kinds = SCHEMA["$defs"]["entity"]["properties"]["kind"]
    expected = {kind.name: kind.definition for kind in WORDS.concrete_kinds()}
    assert dict(zip(kinds["enum"], kinds["enumDescriptions"], strict=True)) == expected
    modality = SCHEMA["$defs"]["attestation"]["properties"]["as"]
    expected = {code.name: code.definition for code in WORDS.codes["Modality"].values()}
    assert dict(zip(modality["enum"], modality["enumDescriptions"], strict=True)) == expected


def test_keys_are_those_of_the_ontology():
    """A record has the keys of the ontology in their order, with their definitions."""
    for record, name in {
        "Entity": "entity",
        "Source": "source",
        "Story": "story",
        "Attestation": "attestation",
    }.items():
        properties = SCHEMA["$defs"][name]["properties"]
        assert list(properties) == list(WORDS.fields[record])
        for key, field in WORDS.fields[record].items():
            assert properties[key]["description"].startswith(field.definition)


def test_examples_are_valid():
    """The example of every key is one its own schema accepts."""
    count = 0
    for name, definition in SCHEMA["$defs"].items():
        for key, schema in definition.get("properties", {}).items():
            for example in schema.get("examples", ()):
                check = CHECK.evolve(schema={**schema, "$defs": SCHEMA["$defs"]})
                assert check.is_valid(example), (name, key, example)
                count += 1
    assert count > 50


@pytest.mark.parametrize("value", ["no", "true", "2026", "51.2", "1e3", "12:30", "2026-07-10", "'text'", "010"])
def test_text_may_look_like_anything(value):
    """What an editor takes for a number or truth value is still text."""
    assert valid(f"kind: Company\nname: {value}\naliases: [{value}]\n")
    assert valid(
        f"kind: Company\nname: A\nclaims:\n  - owns: b\n    share: {value}\n    since: {value}\n    sources: [c]\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "kind: Compny\nname: A\n",
        "kind: Company\n",
        "kind: Company\nname:\n",
        "kind: Company\nname: {a: b}\n",
        "kind: Company\nname: A\naliases: []\n",
        "kind: Company\nname: A\nids: {wikidata: X42}\n",
        "kind: Company\nname: A\nids: {wikipedia: Q42}\n",
        "kind: Company\nname: A\nurl: https://a.example\n",
        "kind: Company\nname: A\nclaims:\n  - owns: b\n",
        "kind: Company\nname: A\nclaims:\n  - sources: [b]\n",
        "kind: Company\nname: A\nclaims:\n  - owns: Not An Id\n    sources: [c]\n",
        "kind: Company\nname: A\nclaims:\n  - owns: b\n    sources: [{doc: c, as: aledged}]\n",
        "kind: Company\nname: A\nclaims:\n  - prohibitsUseOf: b\n    sources: [c]\n",
        "kind: NewsArticle\ntitle: A\ntier: D\n",
        "kind: NewsArticle\nname: A\n",
        "title: A\nsteps: []\n",
        "name: A\nissuer: b\ninstrument: Order\nforce: prohibited\nactions: [use]\nsources: [c]\n",
        "name: A\n",
        "{}\n",
        "[]\n",
    ],
)
def test_mistakes_are_invalid(text):
    """A wrong word, a missing key and a value of the wrong shape are marked in the editor."""
    assert not valid(text)


@pytest.mark.parametrize(
    ("relation", "good", "bad"),
    [
        ("owns", "since: 2024", "on: 2024"),
        ("acquires", "on: 2024", "until: 2024"),
        ("owns", "share: 51.2", "role: lead"),
        ("leads", "role: chief", "share: 51.2"),
        ("accuses", "about: a.owns.b", "classedAs: x"),
    ],
)
def test_qualifiers_fit_the_relation(relation, good, bad):
    """A claim takes the times and qualifiers that the ontology gives its relation, and no others."""
    claim = f"kind: Company\nname: A\nclaims:\n  - {relation}: b\n    sources: [c]\n    "
    assert valid(claim + good)
    assert not valid(claim + bad)


def test_sides_of_tests():
    """Selectors of assets are no selectors of parties, at any depth."""
    rule = "name: A\nissuer: b\ninstrument: Order\nforce: prohibited\nactions: use\nsources: c\n"
    rule += "events: {effective: 2025, sources: c}\n"
    assert valid(
        rule + "parties: {anyOf: [{not: {headquarteredIn: a}}, {ownedBy: {party: {entity: a}, aggregate: true}}]}\n"
    )
    assert valid(rule + "assets: {anyOf: [{developedBy: a}, {not: {family: b}}]}\n")
    assert not valid(rule + "parties: {anyOf: [{not: {developedBy: a}}]}\n")
    assert not valid(rule + "assets: {headquarteredIn: a}\n")


def test_ids_of_facts_are_offered():
    """With facts, their ids are offered where they fit, each with its name, and others stay allowed."""
    facts, _ = read(WORLD)
    schema = json_schema(WORDS, facts)
    Draft202012Validator.check_schema(schema)
    definitions = schema["$defs"]

    def offered(place):
        choices = definitions[place["$ref"].removeprefix("#/$defs/")]["anyOf"][0]
        return dict(zip(choices["enum"], choices["enumDescriptions"], strict=True))

    properties = definitions["claim"]["properties"]
    places = offered(properties["headquarteredIn"])
    assert places
    assert {facts.vocabulary.is_kind(facts.entities[id_].kind, "Location") for id_ in places} == {True}
    companies = offered(properties["owns"])
    assert companies["acme-labs"] == "Acme Labs (Company)"
    assert set(offered(definitions["attestation"]["properties"]["doc"])) == set(facts.sources)
    assert set(facts.claims) <= set(offered(properties["about"]))
    check = Draft202012Validator(schema)
    assert check.is_valid({"kind": "Company", "name": "A", "claims": [{"owns": "not-there-yet", "sources": ["new"]}]})


def test_schema_of_the_world_accepts_the_world():
    """The schema with ids accepts the files those ids come from."""
    check = Draft202012Validator(json_schema(WORDS, read(WORLD)[0]))
    for _, path in _files(WORLD):
        with open(path, encoding="utf-8") as stream:
            assert [e.json_path for e in check.iter_errors(yaml.load(stream, Loader=_Editor))] == [], path  # noqa: S506


@pytest.mark.parametrize(("top", "record"), RECORDS.items())
def test_templates_show_every_key(top, record):
    """The template of a folder names its schema, is valid, and shows every key its record has."""
    with open(os.path.join(data_folder("seeds"), top, "_template.yaml"), encoding="utf-8") as stream:
        text = stream.read()
    assert text.startswith("# yaml-language-server: $schema=../../docs/facts.schema.json\n")
    assert valid(text, record)
    records = {
        "entity": ["Entity", "Claim", "Attestation"],
        "restriction": ["Restriction", "RestrictionEvent", "Selector", "Selection"],
        "source": ["Source"],
        "story": ["Story", "Step"],
    }
    keys = {key for name in records[record] for key in WORDS.fields[name]} - {"quote"}  # not for these facts
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()
