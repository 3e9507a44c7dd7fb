"""The constraints of the graph: what they find, where it stands in the files, and that pySHACL agrees."""

import re
import time
import warnings

import pyoxigraph as ox
import pytest
import rdflib
from conftest import in_rdflib
from invented import invented

from graph import load
from graph.checking import check_folder
from graph.facts.load import read
from graph.facts.problems import Problem
from graph.places import data_folder
from graph.store.quads import quads
from graph.store.shapes import Finding, _ontology, findings, violations
from graph.store.terms import PREFIXES, thing

HEAD = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in PREFIXES.items())
RIGHT = """
id:acme a ai:Company ; ai:id "acme" ; rdfs:label "Acme"@en ; skos:altLabel "阿克米"@zh ; ai:identifier "wikidata:Q1" ;
    owl:sameAs <http://www.wikidata.org/entity/Q1> .
id:tiny a ai:Company ; ai:id "tiny" ; rdfs:label "Tiny"@en ; ai:identifier "wikidata:Q2" .
id:ada a ai:Person ; ai:id "ada" ; rdfs:label "Ada"@en .

id:wire a ai:Source, ai:NewsArticle ; ai:id "wire" ; rdfs:label "A story" ; dcterms:publisher "Wire" ; ai:tier "A" ;
    schema:url <https://wire.example/1> ; ai:identified true ;
    ai:publishedEarliest "2026-01-10"^^xsd:date ; ai:publishedLatest "2026-01-11"^^xsd:date ;
    ai:retrievedEarliest "2026-01-12"^^xsd:date ; ai:retrievedLatest "2026-01-12"^^xsd:date .
id:copy a ai:Source, ai:BlogPost ; ai:id "copy" ; rdfs:label "A copy" ; ai:tier "B" ; schema:url <https://copy.example/1> ;
    ai:identified true ; prov:wasDerivedFrom id:wire ;
    ai:publishedEarliest "2026-01-15"^^xsd:date ; ai:publishedLatest "2026-01-15"^^xsd:date .
id:gazette a ai:Source, ai:OfficialRecord ; ai:id "gazette" ; rdfs:label "The gazette" ; ai:tier "A" ;
    dcterms:publisher "Atlantis" ; ai:identified true .
id:people a ai:Source, ai:Unidentified ; ai:id "people" ; rdfs:label "Unnamed people" ; ai:identified false .

id:acme ai:owns id:tiny .
id:acme.owns.tiny a ai:Claim ; ai:id "acme.owns.tiny" ; rdfs:label "Acme owns Tiny"@en ;
    rdf:subject id:acme ; rdf:predicate ai:owns ; rdf:object id:tiny ;
    ai:status "official" ; ai:layer "established" ; ai:holds "yes" ; ai:rootCount 1 ; ai:root id:gazette ;
    ai:startEarliest "2024-01-01"^^xsd:date ; ai:startLatest "2024-01-31"^^xsd:date ;
    ai:endEarliest "2026-06-01"^^xsd:date ; ai:endLatest "2026-06-30"^^xsd:date ;
    ai:share "> 50" ; ai:shareLow 50.0 ; ai:shareHigh 100.0 ;
    ai:amount "1..2 million USD" ; ai:amountLow 1000000.0 ; ai:amountHigh 2000000.0 ; ai:currency "USD" ;
    ai:amountKind "committed" ; ai:flag "disputed" ; ai:about id:rule.effective ;
    ai:attestation id:acme.owns.tiny.attestation.1, id:acme.owns.tiny.attestation.2 .
id:acme.owns.tiny.attestation.1 a ai:Attestation ; ai:modality "official" ; ai:effect "supports" ;
    prov:wasQuotedFrom id:gazette ; ai:end id:gazette .
id:acme.owns.tiny.attestation.2 a ai:Attestation ; ai:modality "denied" ; ai:effect "disputes" ;
    prov:wasQuotedFrom id:wire ; prov:wasAttributedTo id:ada ; ai:speaksFor id:tiny ; ai:via id:people ; ai:end id:people .

id:acme.describedAs.big a ai:Claim ; ai:id "acme.describedAs.big" ; rdfs:label "Acme is described as big"@en ;
    rdf:subject id:acme ; rdf:predicate ai:describedAs ; rdf:object "big" ;
    ai:status "unattributed" ; ai:holds "maybe" ; ai:rootCount 0 ; ai:attestation id:acme.describedAs.big.attestation.1 .
id:acme.describedAs.big.attestation.1 a ai:Attestation ; ai:modality "inferred" ; ai:effect "neither" ;
    skos:note "Concluded from two photographs."@en .

id:rule a ai:Restriction ; ai:id "rule" ; rdfs:label "A rule"@en ; ai:issuer id:acme ; ai:force "prohibited" ;
    ai:instrument "Order" ; ai:action "use" ; ai:layer "reported" ; ai:status "single-source" ;
    ai:attestation id:rule.attestation.1 ; ai:event id:rule.effective, id:rule.lifted ; ai:variant id:rule.variant.1 ;
    ai:exception id:rule.exception.1 ; ai:test id:rule.party.1 ; ai:addressee id:tiny ; ai:namesParty id:tiny .
id:rule.attestation.1 a ai:Attestation ; ai:modality "reported" ; ai:effect "supports" ; prov:wasQuotedFrom id:wire ;
    ai:end id:wire .
id:rule.effective a ai:RestrictionEvent ; ai:id "rule.effective" ; ai:eventType "effective" ; ai:on "2026-01-01" ;
    ai:startEarliest "2026-01-01"^^xsd:date ; ai:startLatest "2026-01-01"^^xsd:date ; ai:layer "reported" ;
    ai:status "single-source" ; ai:attestation id:rule.effective.attestation.1 .
id:rule.effective.attestation.1 a ai:Attestation ; ai:modality "expected" ; ai:effect "supports" ;
    prov:wasQuotedFrom id:wire ; ai:end id:wire .
id:rule.lifted a ai:RestrictionEvent ; ai:id "rule.lifted" ; ai:eventType "lifted" ; ai:on "2026-02-01" ;
    ai:startEarliest "2026-02-01"^^xsd:date ; ai:startLatest "2026-02-01"^^xsd:date ; ai:layer "reported" ;
    ai:status "single-source" ; ai:attestation id:rule.lifted.attestation.1 .
id:rule.lifted.attestation.1 a ai:Attestation ; ai:modality "reported" ; ai:effect "supports" ;
    prov:wasQuotedFrom id:copy ; ai:end id:wire .
id:rule.variant.1 a ai:Variant ; ai:force "discouraged" ; ai:instrument "Order" ; ai:action "use" ;
    ai:attestation id:rule.variant.1.attestation.1 .
id:rule.variant.1.attestation.1 a ai:Attestation ; ai:modality "reported" ; ai:effect "supports" ;
    prov:wasQuotedFrom id:copy ; ai:end id:wire .
id:rule.exception.1 a ai:Exception ; ai:action "install" ; ai:attestation id:rule.exception.1.attestation.1 .
id:rule.exception.1.attestation.1 a ai:Attestation ; ai:modality "reported" ; ai:effect "supports" ;
    prov:wasQuotedFrom id:copy ; ai:end id:wire .
id:rule.party.1 a ai:Selector ; ai:side "party" ; ai:key "entity" ; ai:names id:tiny .

id:acme ai:imposes id:rule .
id:rule.imposes a ai:Claim ; ai:id "rule.imposes" ; rdfs:label "Acme imposes A rule"@en ;
    rdf:subject id:acme ; rdf:predicate ai:imposes ; rdf:object id:rule ; ai:status "single-source" ; ai:layer "reported" ;
    ai:holds "yes" ; ai:rootCount 1 ; prov:wasDerivedFrom id:rule ; ai:attestation id:rule.imposes.attestation.1 .
id:rule.imposes.attestation.1 a ai:Attestation ; ai:modality "reported" ; ai:effect "supports" ;
    prov:wasQuotedFrom id:wire ; ai:end id:wire .
"""

CLAIM, DENIAL, RULE = "acme.owns.tiny", "acme.owns.tiny.attestation.2", "rule"
# What is replaced by what, in which node that is found, with which beginning of the message; `w` warns.
CASES = [
    ("id:ada a ai:Person", "id:ada a ai:Person, ai:Group", "ada", "an entity has one kind;"),
    ('ai:id "ada" ; ', "", "ada", "an entity has one id, the name of its file;"),
    ('rdfs:label "Ada"@en', 'rdfs:label "Ada"@en, "Ada Example"@en', "ada", "an entity has one English name;"),
    ('rdfs:label "Ada"@en', 'rdfs:label "艾达"@zh', "ada", "an entity has one English name;"),
    ('"wikidata:Q2"', '"wikidata:Q1"', "tiny", "w the identifier wikidata:Q1 is also that of acme;"),
    ("<http://www.wikidata.org/entity/Q1>", '"Q1"', "acme", "what an entity is the same as is an address;"),
    ("id:acme ai:owns id:tiny", "id:acme ai:owns id:tiny, id:ada", "acme", "no claim that stands says  acme ai:owns ada ;"),
    ('ai:status "unattributed"', 'ai:status "unattributed" . id:acme ai:describedAs "big" . id:x ai:y 1', "acme",
     "no claim that stands says  acme ai:describedAs big ;"),
    ("id:acme ai:owns id:tiny .", "", CLAIM, "the claim stands, but its direct triple is missing;"),
    ("rdf:object id:tiny", "rdf:object id:tiny, id:ada", CLAIM, "a claim has one object,"),
    ("rdf:object id:tiny", "rdf:object id:nobody", CLAIM, "a claim has one object,"),
    ("rdf:predicate ai:owns", "rdf:predicate ai:ownz", CLAIM, "a claim has one relation of the ontology;"),
    ("rdf:subject id:acme ; rdf:predicate ai:owns", "rdf:predicate ai:owns", CLAIM, "a claim has one subject,"),
    ("rdf:subject id:acme ; rdf:predicate ai:owns", "rdf:subject id:nobody ; rdf:predicate ai:owns", CLAIM,
     "a claim has one subject,"),
    ('rdfs:label "Acme owns Tiny"@en', 'rdfs:label "Acme owns Tiny"', CLAIM, "a claim has one English sentence;"),
    ("ai:attestation id:acme.describedAs.big.attestation.1", 'skos:note "x"', "acme.describedAs.big",
     "a claim rests on a document;"),
    ('ai:status "official"', 'ai:status "offical"', CLAIM, "a claim has one status of the code list;"),
    ('ai:status "official"', 'ai:status "disputed"', CLAIM, "a claim has one status of the code list;"),
    ('ai:status "official" ; ', "", CLAIM, "a claim has one status of the code list;"),
    ('ai:layer "established"', 'ai:layer "certain"', CLAIM, "a claim has at most one layer, of the code list;"),
    ('ai:layer "established"', 'ai:layer "established", "reported"', CLAIM, "a claim has at most one layer,"),
    ('ai:flag "disputed"', 'ai:flag "doubtful"', CLAIM, "a flag of a claim is one of the code list;"),
    ('ai:holds "maybe"', 'ai:holds "no"', "acme.describedAs.big", "a claim of a view holds or may hold;"),
    ("ai:rootCount 0", "ai:rootCount -1", "acme.describedAs.big", "a claim has a number of roots;"),
    ('ai:amountKind "committed"', 'ai:amountKind "promised"', CLAIM, "the kind of an amount is one of the code list;"),
    ("ai:about id:rule.effective", "ai:about id:ada", CLAIM, "what a claim is about is a claim,"),
    ('ai:startLatest "2024-01-31"', 'ai:startLatest "2023-12-31"', CLAIM, "its start is later than its own latest day;"),
    ('ai:endEarliest "2026-06-01"', 'ai:endEarliest "2026-07-01"', CLAIM, "its end is later than its own latest day;"),
    ('ai:endEarliest "2026-06-01"^^xsd:date ; ai:endLatest "2026-06-30"^^xsd:date', 'ai:endLatest "2023-12-31"^^xsd:date',
     CLAIM, "it ends before it starts; correct 'since' or 'until', here or where a document gives them otherwise"),
    ('ai:startLatest "2024-01-31"^^xsd:date', 'ai:startLatest "2024-01-31"', CLAIM, "its latest start is one day;"),
    ("ai:shareHigh 100.0", "ai:shareHigh 100.5", CLAIM, "a share is at most 100 per cent;"),
    ("ai:shareLow 50.0", "ai:shareLow -1.0", CLAIM, "a share lies between 0 and 100 per cent, its lower end first;"),
    ("ai:shareHigh 100.0", "ai:shareHigh 49.0", CLAIM, "a share lies between 0 and 100 per cent, its lower end first;"),
    ("ai:amountHigh 2000000.0", "ai:amountHigh 999999.0", CLAIM, "an amount is not negative, its lower end first;"),
    ('ai:currency "USD"', 'ai:currency "dollars"', CLAIM, "an amount has one currency of three letters;"),
    ('ai:modality "official"', 'ai:modality "reported"', CLAIM, "only what a document calls official or a party confirms is established;"),
    ('ai:modality "official" ; ai:effect "supports"', 'ai:modality "official" ; ai:effect "neither"', CLAIM,
     "no document supports this claim, so it cannot stand in a layer;"),
    ('ai:status "official"', 'ai:status "retracted"', CLAIM, "what every root has withdrawn stands in no layer;"),
    ("prov:wasDerivedFrom id:rule", "prov:wasDerivedFrom id:wire", "rule.imposes",
     "a claim of a derived relation follows from a restriction;"),
    ("prov:wasDerivedFrom id:rule ; ", "", "rule.imposes", "a claim of a derived relation follows from a restriction;"),
    ('ai:modality "denied"', 'ai:modality "doubted"', DENIAL, "a document puts a claim in one way of the code list;"),
    ('ai:modality "denied" ; ', "", DENIAL, "a document puts a claim in one way of the code list;"),
    ("prov:wasQuotedFrom id:wire ; prov:wasAttributedTo", "prov:wasQuotedFrom id:ada ; prov:wasAttributedTo", DENIAL,
     "an attestation is of one document among the sources;"),
    ("prov:wasQuotedFrom id:wire ; prov:wasAttributedTo", "prov:wasAttributedTo", DENIAL,
     "an attestation cites a document, unless it is inferred,"),
    ('skos:note "Concluded from two photographs."@en', "ai:id 1", "acme.describedAs.big.attestation.1",
     "an attestation cites a document, unless it is inferred,"),
    ("prov:wasAttributedTo id:ada", "prov:wasAttributedTo id:wire", DENIAL, "who is quoted is one entity;"),
    ("prov:wasAttributedTo id:ada ; ", "", DENIAL, "somebody speaks for another only where the speaker is named;"),
    ("ai:speaksFor id:tiny", "ai:speaksFor id:wire", DENIAL, "for whom somebody speaks is one entity;"),
    ("ai:via id:people", "ai:via id:ada", DENIAL, "a document rests on sources;"),
    ("ai:end id:people", "ai:end id:ada", DENIAL, "a chain ends in sources;"),
    (", id:acme.owns.tiny.attestation.2 .", " .", DENIAL, "an attestation belongs to one claim or part of a restriction;"),
    ("prov:wasQuotedFrom id:gazette", "prov:wasQuotedFrom id:copy", "acme.owns.tiny.attestation.1",
     "w official is a record, filing, dataset or policy page;"),
    ("id:wire a ai:Source, ai:NewsArticle", "id:wire a ai:Source", "wire", "a source is of one kind;"),
    ('rdfs:label "A story"', 'rdfs:label "A story", "Another"', "wire", "a source is called something;"),
    ('ai:tier "B"', 'ai:tier "D"', "copy", "the tier of a source is one of the code list;"),
    ('ai:publishedEarliest "2026-01-10"', 'ai:publishedEarliest "2026-01-12"', "wire",
     "its publication is later than its own latest day;"),
    ("prov:wasDerivedFrom id:wire", "prov:wasDerivedFrom id:ada", "copy", "a source is derived from sources;"),
    ("<https://copy.example/1>", "<https://wire.example/1>", "copy", "w another source has the same address;"),
    ('"2026-01-15"^^xsd:date ; ai:publishedLatest "2026-01-15"', '"2026-01-09"^^xsd:date ; ai:publishedLatest "2026-01-09"',
     "copy", "w it was published before wire, which it is derived from;"),
    ('rdfs:label "Unnamed people"', 'rdfs:label "Unnamed people" ; schema:url <https://people.example/>', "people",
     "a source with an address is not unidentified;"),
    ('rdfs:label "Unnamed people"', 'rdfs:label "Unnamed people" ; dcterms:publisher "Wire"', "people",
     "a source with a publisher is not unidentified;"),
    ("ai:identified false", "ai:identified true", "people", "an unidentified source is no root;"),
    ('dcterms:publisher "Atlantis" ; ', "", "gazette", "a source counts as identified by its publisher or address;"),
    ('rdfs:label "A rule"@en ; ', "", RULE, "a restriction has one English name;"),
    ('ai:id "rule" ; ', "", RULE, "a restriction has one id, the name of its file;"),
    ("ai:issuer id:acme ; ", "", RULE, "w no document supports the wording or an event of this restriction,"),
    ("ai:issuer id:acme", "ai:issuer id:acme, id:tiny", RULE, "a restriction has one issuer, a party;"),
    ("ai:issuer id:acme", "ai:issuer id:wire", RULE, "a restriction has one issuer, a party;"),
    ("ai:event id:rule.effective, id:rule.lifted ; ", "", RULE, "w no document supports an event of this restriction,"),
    ('ai:force "prohibited"', 'ai:force "forbidden"', RULE, "a wording has one force of the code list;"),
    ('ai:force "prohibited"', 'ai:force "prohibited", "listed"', RULE, "a wording has one force of the code list;"),
    ('ai:force "prohibited" ;', "", RULE, "w no document supports the wording of this restriction,"),
    ('ai:instrument "Order" ; ai:action "use" ; ai:layer', 'ai:instrument "Decree" ; ai:action "use" ; ai:layer', RULE,
     "a wording has one instrument of the code list;"),
    ('ai:action "use" ; ai:layer', "ai:layer", RULE, "a wording is about actions of the code list;"),
    ('ai:action "use" ; ai:layer', 'ai:action "uze" ; ai:layer', RULE, "a wording is about actions of the code list;"),
    ('ai:layer "reported" ; ai:status "single-source" ;\n    ai:attestation id:rule.attestation.1', ('ai:layer "sure" ; '
     'ai:status "single-source" ;\n    ai:attestation id:rule.attestation.1'), RULE,
     "a wording has one layer of the code list;"),
    ('ai:status "single-source" ;\n    ai:attestation id:rule.attestation.1', ('ai:status "sure" ;\n    '
     'ai:attestation id:rule.attestation.1'), RULE, "a wording has one status of the code list;"),
    ('ai:layer "reported" ;\n    ai:status "single-source" ; ai:attestation id:rule.lifted',
     'ai:layer "reported" ;\n    ai:status "sure" ; ai:attestation id:rule.lifted', "rule.lifted",
     "an event has one status of the code list;"),
    ('ai:endLatest "2026-06-30"', 'ai:endLatest "2026-07-30"^^xsd:date, "2026-06-30"', CLAIM, "its latest end is one day;"),
    ("; ai:variant id:rule.variant.1 ;", ";", "rule.variant.1",
     "a wording is that of an issued restriction or one of its variants;"),
    ("ai:attestation id:rule.attestation.1 ; ", "", RULE, "a wording rests on a document;"),
    ("ai:addressee id:tiny", "ai:addressee id:wire", RULE, "who and what a restriction names are entities;"),
    ("ai:addressee id:tiny", "ai:supersedes id:tiny", RULE, "a restriction supersedes restrictions;"),
    ("ai:addressee id:tiny", "ai:inResponseTo id:wire", RULE, "a restriction answers one restriction;"),
    ('ai:eventType "lifted"', 'ai:eventType "ended"', "rule.lifted", "an event is of one type of the code list;"),
    ('ai:on "2026-02-01"', 'ai:note "2026-02-01"', "rule.lifted", "an event has one date;"),
    ('"2026-02-01"^^xsd:date ; ai:layer "reported"', '"2026-02-01"^^xsd:date', "rule.lifted",
     "an event of a view has one layer of the code list;"),
    ("; ai:attestation id:rule.lifted.attestation.1", "", "rule.lifted", "an event rests on a document;"),
    ("id:rule.effective, id:rule.lifted", "id:rule.effective", "rule.lifted", "an event belongs to one restriction;"),
    ('"2026-02-01"^^xsd:date ; ai:startLatest "2026-02-01"', '"2025-12-01"^^xsd:date ; ai:startLatest "2025-12-01"', RULE,
     "w it ends (rule.lifted) before it first takes effect;"),
    ("; ai:variant id:rule.variant.1", "", "rule.variant.1", "a variant or exception belongs to one restriction;"),
    ('ai:action "install"', 'ai:action "instal"', "rule.exception.1", "a variant or exception is about actions of the code list;"),
    ("; ai:attestation id:rule.exception.1.attestation.1", "", "rule.exception.1",
     "a variant or exception rests on a document;"),
    ('ai:side "party"', 'ai:side "both"', "rule.party.1", "a test is of parties or of assets;"),
    ('ai:key "entity" ; ', "", "rule.party.1", "a test reads one selector;"),
    ("ai:names id:tiny", "ai:names id:wire", "rule.party.1", "a test names entities;"),
    ("; ai:test id:rule.party.1", "", "rule.party.1", "a test belongs to one wording or exception;"),
]  # fmt: skip


def lines(turtle, prefix=""):
    """Return some Turtle as N-Quads lines, its things under another name."""
    head = HEAD.replace(PREFIXES["id"], PREFIXES["id"] + prefix)
    triples = ox.parse(input=(head + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode().splitlines(keepends=True)


def broken(old, new):
    assert RIGHT.count(old) == 1 or (RIGHT.count(old) > 1 and old in RIGHT), old
    return RIGHT.replace(old, new, 1)


def test_a_graph_that_is_right_has_no_findings():
    """What the cases below break is whole."""
    assert findings(lines(RIGHT)) == []


@pytest.mark.parametrize(("old", "new", "node", "message"), CASES, ids=[f"{case[2]}: {case[3][:40]}" for case in CASES])
def test_each_constraint_finds_what_breaks_it(old, new, node, message):
    """One change, found in its node, with its sentence and severity."""
    severity = "warning" if message.startswith("w ") else "error"
    found = findings(lines(broken(old, new)))
    fitting = [finding for finding in found if finding.message.startswith(message.removeprefix("w "))]
    assert fitting, found
    assert {(finding.node, finding.severity) for finding in fitting} >= {(thing(node), severity)}
    assert {finding.severity for finding in fitting} == {severity}


def test_every_message_of_the_shapes_is_found_by_a_case():
    """No constraint is there that no test breaks, and each message is one sentence that tells what to do."""
    with open(f"{data_folder('ontology')}/shapes.ttl", encoding="utf-8") as stream:
        messages = set(re.findall(r'sh:message "(.+)" ;', stream.read()))
    found = {finding.message for old, new, *_ in CASES for finding in findings(lines(broken(old, new)))}
    for message in messages:
        pattern = ".+".join(re.escape(part) for part in re.split(r"\{[?$]\w+\}", message))
        assert any(re.fullmatch(pattern, one) for one in found), message
        assert re.fullmatch(
            r"[^.;]+(?:  as: )?[^.;]*; [^.;]+(?:  as: reported)?", message.replace("{", "").replace("?", "")
        ), message


# ---- the other validator


SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def by_pyshacl(quad_lines, sparql):
    """Return what pySHACL finds; constraints in SPARQL take it long, and are left out where not asked for."""
    import pyshacl

    data = rdflib.Graph()
    for subject, predicate, object_, _ in in_rdflib([*quad_lines, _ontology()]).quads():
        data.add((subject, predicate, object_))
    shapes = rdflib.Graph().parse(f"{data_folder('ontology')}/shapes.ttl")
    if not sparql:
        shapes.remove((None, SH.sparql, None))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)
    found = set()
    for result in report.objects(None, SH.result):
        message = str(report.value(result, SH.resultMessage))
        severity = "error" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        found.add(Finding(f"<{report.value(result, SH.focusNode)}>", message, severity))
    return found


IN_SPARQL = (
    "the identifier ",
    "no claim that stands says",
    "the claim stands, but",
    "it was published before",
    "it ends (",
)


def plain(found, sparql=True):
    """Leave out the names that messages are filled with, which we write shorter."""
    return {
        (f.node, next((start for start in IN_SPARQL if f.message.startswith(start)), f.message), f.severity)
        for f in found
        if sparql or not f.message.startswith(IN_SPARQL)
    }


def test_pyshacl_agrees_on_the_reports_and_on_the_invented_world(reports, world_view):
    """The other validator finds the same in the same nodes."""
    for view in (reports, world_view):
        data = list(quads(view))
        assert plain(findings(data), sparql=False) == plain(by_pyshacl(data, sparql=False))


def test_pyshacl_agrees_on_constraints_in_sparql(world_graph):
    """The same, for the constraints that take it long, on what two documents of the invented world say."""
    data = list(quads(world_graph.view(floor="alleged", only=("leaflet", "pasted-text"))))
    assert plain(findings(data)) == plain(by_pyshacl(data, sparql=True))


@pytest.mark.parametrize("sparql", [True, False])
def test_pyshacl_agrees_on_everything_broken_at_once(sparql):
    """All the cases above in one graph, each under names of its own."""
    data = []
    for number, (old, new, _, message) in enumerate(CASES):
        if not sparql or message.removeprefix("w ").startswith(IN_SPARQL):
            text = (
                broken(old, new)
                .replace("wikidata:Q", f"wikidata:Q{number}")
                .replace(".example/", f".example/{number}/")
            )
            data += lines(text, f"case-{number}-")
    ours = findings(data)
    assert len(ours) >= (7 if sparql else len(CASES))
    assert plain(ours, sparql) == plain(by_pyshacl(data, sparql), sparql)


# ---- places in the files

SOURCE = "kind: NewsArticle\ntitle: T\npublisher: P\nurl: https://p.example/1\npublished: {}\ntier: A\n{}"


def test_the_worlds_are_right(world_graph, seeds):
    """The invented world and the shipped facts break no constraint that keeps facts from loading."""
    assert violations(world_graph.facts) == []
    assert [problem for problem in violations(seeds.facts) if problem.severity == "error"] == []


PLACES = [
    (
        {"sources/twin.yaml": SOURCE.format("2026-03-01", "").replace("p.example/1", "gazette.atlantis.example/1")},
        (
            "sources/twin.yaml",
            1,
            1,
            "another source has the same address; make the two files one, or correct an address",
            "warning",
        ),
    ),
    (
        {"sources/early.yaml": SOURCE.format("2020-01-01", "derivedFrom: [example-wire-2024-10-02]\n")},
        (
            "sources/early.yaml",
            1,
            1,
            (
                "it was published before example-wire-2024-10-02, which it is derived from; "
                "correct a date or turn 'derivedFrom' around"
            ),
            "warning",
        ),
    ),
    (
        {
            "entities/newcomer.yaml": "kind: Company\nname: Newcomer\n\nclaims:\n  - uses: widget-one\n    sources:\n"
            "      - leaflet\n      - doc: example-wire-2025-09-05\n        as: official\n"
        },
        (
            "entities/newcomer.yaml",
            8,
            9,
            "official is a record, filing, dataset or policy page; cite one, name it under 'via', or write  as: reported",
            "warning",
        ),
    ),
    (
        {"entities/twin.yaml": "kind: Company\nname: Twin\nids: {wikidata: Q0}\n"},
        (
            "entities/twin.yaml",
            1,
            1,
            "the identifier wikidata:Q0 is also that of acme-labs; correct one of them, or make the two files one",
            "warning",
        ),
    ),
    (
        {
            "restrictions/backwards.yaml": "name: Backwards\nissuer: acme-labs\ninstrument: Order\nforce: prohibited\n"
            "actions: [use]\nsources: [leaflet]\n\nevents:\n  - effective: 2026-02-01\n    sources: [leaflet]\n"
            "  - lifted: 2026-01-01\n    sources: [leaflet]\n"
        },
        (
            "restrictions/backwards.yaml",
            1,
            1,
            "it ends (backwards.lifted) before it first takes effect; correct a date, or the type of an event",
            "warning",
        ),
    ),
    (
        {
            "restrictions/unheard.yaml": "name: Unheard\nissuer: acme-labs\ninstrument: Order\nforce: prohibited\n"
            "actions: [use]\nsources:\n  - doc: leaflet\n    as: presupposed\n\nevents:\n  - effective: 2026-02-01\n"
            "    sources: [leaflet]\n"
        },
        (
            "restrictions/unheard.yaml",
            1,
            1,
            "no document supports the wording of this restriction, so it is no ground for anything; add a source that does",
            "warning",
        ),
    ),
]


@pytest.mark.parametrize(("files", "expected"), PLACES, ids=[case[1][0] for case in PLACES])
def test_a_finding_is_told_with_its_file_line_and_column(lay_over, files, expected):
    """A finding in the graph is a problem of a file, at the record, claim, event or attestation it comes from."""
    assert Problem(*expected) in violations(load(lay_over(files)).facts)


def test_check_shows_findings_among_the_other_problems(lay_over):
    """`aikg check` reports them with everything else."""
    files, expected = PLACES[0]
    assert Problem(*expected) in check_folder(lay_over(files)).problems


def test_a_finding_in_a_part_without_a_place_is_told_at_its_owner(world_graph, monkeypatch):
    """Tests of wordings have no place of their own; their restriction has."""
    node = thing("acme-bar-on-atlantis.party.1")
    monkeypatch.setattr("graph.store.shapes.findings", lambda _: [Finding(node, "something", "error")])
    at = world_graph.facts.restrictions["acme-bar-on-atlantis"].at
    assert violations(world_graph.facts) == [Problem(*at, "something", "error")]


def test_the_dates_of_the_documents_are_looked_at_too(lay_over):
    """Where the only document gives an end before the start, the graph shows what the typed dates hide."""
    claim = (
        "kind: Company\nname: Newcomer\n\nclaims:\n  - uses: widget-one\n    since: 2025-06\n    sources:\n"
        "      - doc: leaflet\n        until: 2025-01\n"
    )
    message = "it ends before it starts; correct 'since' or 'until', here or where a document gives them otherwise"
    facts, problems = read(lay_over({"entities/newcomer.yaml": claim}))
    assert Problem("entities/newcomer.yaml", 5, 5, message) in [*problems, *violations(facts)]


def test_thousands_of_claims_are_checked_in_seconds():
    """The validator is the compiled one; invented facts of some size have only warnings."""
    start = time.process_time()
    found = violations(invented(2000))
    assert time.process_time() - start < 20
    assert {problem.severity for problem in found} <= {"warning"}
