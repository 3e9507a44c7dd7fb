"""What the check of all files together accepts, and how much work it may take."""

import time

import pytest

from graph.facts.load import read
from graph.facts.problems import Problem

RULE = (
    "name: New rule\nissuer: ministry-of-trade\ninstrument: Order\nforce: prohibited\nactions: [use]\n"
    "parties: {{entity: [tiny-model-co]}}\nassets: {{entity: [widget-two, widget-lm-2]}}\naddressees: [cloudy-compute]\n"
    "sources: [{{doc: leaflet, as: confirmed, speaker: {}}}]\nevents:\n  - effective: 2025-09\n    sources: [leaflet]\n"
)


def problems(folder):
    """Return what is wrong with a folder, as the user sees it."""
    return [str(problem) for problem in read(folder)[1]]


def company(*claims, name="New Co"):
    """Write a company with claims."""
    return f"kind: Company\nname: {name}\nclaims:\n" + "".join(f"  - {claim}\n" for claim in claims)


@pytest.mark.parametrize("speaker", ["ministry-of-trade", "cloudy-compute", "tiny-model-co", "acme-labs"])
def test_parties_to_a_restriction(speaker, lay_over):
    """Issuer, addressee, a named party and the maker of a named asset may confirm a restriction."""
    assert problems(lay_over({"restrictions/new-rule.yaml": RULE.format(speaker)})) == []


@pytest.mark.parametrize("speaker", ["widget-works", "ada-example", "lemuria-parliament"])
def test_strangers_to_a_restriction(speaker, lay_over):
    """Nobody else may confirm it, not even the head of its maker without saying for whom."""
    assert problems(lay_over({"restrictions/new-rule.yaml": RULE.format(speaker)})) == [
        (
            f"restrictions/new-rule.yaml:9:11: 'confirmed' is for a party to the claim, and {speaker} is none; "
            "name one under 'for', or write  as: reported"
        ),
    ]


def test_confirmed_by_the_object(lay_over):
    """The object of a claim is a party to it, as its subject is."""
    claim = "owns: mu-holding\n    sources: [{doc: leaflet, as: confirmed, speaker: mu-holding}]"
    assert problems(lay_over({"entities/new-co.yaml": company(claim)})) == []


@pytest.mark.parametrize(
    ("start", "sources"),
    [
        ("2025-09", "[leaflet]"),
        ("2025-08-31", "[leaflet]"),
        ('"[2025-08..2030]"', "[leaflet]"),
        ("2030", "[{doc: leaflet, as: expected}]"),
        ("2030", "[{doc: leaflet, as: denied}]"),
        ("2025-08", "[{doc: example-wire-2024-10-02, as: expected}, leaflet]"),
    ],
)
def test_written_before(start, sources, lay_over):
    """A claim may start after its documents when it is expected, denied or may have started by then."""
    found = problems(
        lay_over({"entities/new-co.yaml": company(f"develops: muonite\n    since: {start}\n    sources: {sources}")})
    )
    warned = start == "2025-09"
    assert (
        found
        == [
            "entities/new-co.yaml:4:5: warning: it starts (2025-09) after every document that supports it; write  as: expected",
        ]
        * warned
    )


def test_relations_that_may_run_in_a_ring(lay_over):
    """Owners may own each other, and partners are partners both ways."""
    assert problems(
        lay_over(
            {
                "entities/new-a.yaml": company("owns: new-b\n    sources: [leaflet]", "supplies: new-b\n    sources: [leaflet]", name="New A"),
                "entities/new-b.yaml": company("owns: new-a\n    sources: [leaflet]", "supplies: new-a\n    sources: [leaflet]", name="New B"),
            },
        ),
    ) == []  # fmt: skip


def test_two_roads_to_one_place_are_no_ring(lay_over):
    """A part of two parts of one whole is part of it twice, not in a ring."""
    files = {
        "entities/new-a.yaml": company(
            "partOf: new-b\n    sources: [leaflet]", "partOf: new-c\n    sources: [leaflet]", name="A-1"
        ),
        "entities/new-b.yaml": company("partOf: acme-group\n    sources: [leaflet]", name="B-1"),
        "entities/new-c.yaml": company("partOf: acme-group\n    sources: [leaflet]", name="C-1"),
    }
    assert problems(lay_over(files)) == []


def test_each_ring_is_named_once(lay_over):
    """Two rings of one relation give two sentences, each at its smallest id, wherever the search began."""
    links = {"new-a": ["new-c"], "new-b": ["new-a", "new-d"], "new-c": ["new-b"], "new-d": ["new-b"]}
    files = {
        f"entities/{id_}.yaml": company(
            *(f"partOf: {whole}\n    sources: [leaflet]" for whole in wholes), name=id_.upper()
        )
        for id_, wholes in links.items()
    }
    assert problems(lay_over(files)) == [
        "entities/new-a.yaml:4:5: 'partOf' runs in a ring: new-a - new-c - new-b - new-a; remove one link",
        "entities/new-b.yaml:6:5: 'partOf' runs in a ring: new-b - new-d - new-b; remove one link",
    ]


def test_a_name_may_be_that_of_a_rule(lay_over):
    """An entity and a restriction may share a name; two of a sort may not, however it is typed."""
    files = {
        "entities/new-co.yaml": "kind: Product\nname: Order 12 on Widget A1\n",
        "entities/other-co.yaml": "kind: Product\nname: ORDER-12, on widget A1\n",
    }
    assert problems(lay_over(files)) == [
        (
            "entities/other-co.yaml:1:1: warning: the name 'ORDER-12, on widget A1' is also a name of new-co; "
            "a question by name will be ambiguous"
        ),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Acmе Labs", "'Acmе Labs' mixes Cyrillic and Latin letters in one word; write it in one script"),
        ("Αcme", "'Αcme' mixes Greek and Latin letters in one word; write it in one script"),
    ],
)
def test_mixed_scripts(name, message, lay_over):
    """A word with letters of two look-alike scripts is pointed out, and so is the name it imitates."""
    other = {"Acmе Labs": "Acme Labs", "Αcme": "Acme"}[name]
    assert problems(lay_over({"entities/new-co.yaml": f"kind: Company\nname: {name}\n"})) == [
        f"entities/new-co.yaml:1:1: warning: {message}",
        (
            f"entities/new-co.yaml:1:1: warning: the name '{name}' looks like '{other}', a name of acme-labs; "
            "a question by name will be ambiguous"
        ),
    ]


@pytest.mark.parametrize("name", ["Акмэ", "Акмэ Labs", "阿克米 AI", "β-Labs 2", "Café Ünited", "شركة Acme2"])
def test_names_of_one_script_a_word(name, lay_over):
    """Words of different scripts beside each other are no trick."""
    assert problems(lay_over({"entities/new-co.yaml": f"kind: Company\nname: {name}\n"})) == []


def test_references_to_a_broken_file(lay_over):
    """Who refers to a file with a mistake, or to its claims, is not blamed for it."""
    files = {
        "entities/acme-labs.yaml": "kind: Company\nname: 'Acme Labs\n",
        "sources/leaflet.yaml": "kind: Leaflet\nnote: x\npublished: 2025-08\n",
    }
    assert problems(lay_over(files)) == [
        "entities/acme-labs.yaml:2:7: a quotation mark that is never closed; close it",
        (
            "sources/leaflet.yaml:1:7: 'Leaflet' is not a kind of source; use one of NewsArticle, OfficialRecord, Filing, "
            "PolicyPage, BlogPost, SocialPost, IssueThread, Dataset, Unidentified"
        ),
    ]


def test_hints_are_for_the_first_screen(lay_over):
    """The nearest id is looked for as long as a screen shows it; after that the sentence stays plain."""
    claims = [
        f"develops: widget-onne{'e' * (n % 3)}\n    since: {1900 + n}\n    sources: [leaflet]" for n in range(120)
    ]
    found = problems(lay_over({"entities/new-co.yaml": company(*claims)}))
    hinted = [message for message in found if message.endswith("did you mean widget-one?")]
    assert len(found) == 120
    assert len(hinted) == 50
    assert hinted == found[:50]
    assert found[50].endswith("; add entities/widget-onneee.yaml or correct the id")


def test_problems_read_as_places():
    """A problem is printed as editors and terminals expect it, warnings marked as such."""
    assert str(Problem("entities/a.yaml", 3, 7, "no")) == "entities/a.yaml:3:7: no"
    assert str(Problem("entities/a.yaml", 3, 7, "no", "warning")) == "entities/a.yaml:3:7: warning: no"
    later, earlier = Problem("a", 10, 1, "x"), Problem("a", 9, 2, "x")
    assert sorted([later, earlier]) == [earlier, later]


def chain(length, *, ring):
    """Write a chain of parts, closed to a ring on demand."""
    last = "part-00000" if ring else "acme-group"
    return {
        f"entities/chain/part-{n:05}.yaml": company(
            f"partOf: {f'part-{n + 1:05}' if n + 1 < length else last}\n    sources: [leaflet]",
            name=f"Part {n}",
        )
        for n in range(length)
    }


@pytest.mark.parametrize("ring", [False, True])
def test_long_chains(ring, lay_over):
    """A chain of thousands is followed without recursion and without quadratic work."""
    folder = lay_over(chain(1500, ring=ring))
    started = time.process_time()
    found = problems(folder)
    assert time.process_time() - started < 10
    assert len(found) == ring


def test_many_mistakes_take_seconds(lay_over):
    """Thousands of mistakes in thousands of names are all found within the time a check may take."""
    files = chain(1000, ring=False)
    claims = "".join(f"  - develops: prat-{n:05}\n    nite: x\n    sources: [leaflett]\n" for n in range(1500))
    files["entities/new-co.yaml"] = f"kind: Company\nname: New Co\nclaims:\n{claims}"
    folder = lay_over(files)
    started = time.process_time()
    found = problems(folder)
    assert time.process_time() - started < 10
    assert len(found) == 4500
