"""The shipped facts keep the rules of curation; each message names what to mend."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

import graph
from graph.checking import check_folder
from graph.facts.write import format_folder
from graph.meaning.contradictions import find
from graph.places import data_folder

_SPEC = importlib.util.spec_from_file_location("shingles", Path(__file__).parent / "shingles.py")
SHINGLES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(SHINGLES)

ROOT = Path(__file__).parent.parent.parent
SEEDS = {"s000", "s002"}


@pytest.fixture(scope="module")
def facts():
    return graph.load().facts


@pytest.fixture(scope="module")
def view():
    return graph.load().view(floor="alleged")


def test_everything_is_right():
    """`aikg check` finds neither errors nor warnings in the shipped facts."""
    assert [str(problem) for problem in check_folder(data_folder("seeds")).problems] == []


def test_every_file_is_canonical():
    """`aikg format` changes no shipped file."""
    assert format_folder(data_folder("seeds"), check=True) == []


def test_tier_c_never_stands_alone(facts, view):
    """A claim that holds has a document of tier A or B in its support or behind it, but for the two reports."""
    alone = []
    for id_, held in view.claims.items():
        sources = {end for a in held.evidence.support for end in (a.doc, *view.library.ends(a, held.evidence.support))}
        tiers = {facts.sources[source].tier for source in sources if source}
        if not tiers & {"A", "B"} and not sources & SEEDS:
            alone.append(id_)
    assert alone == []


def test_documents_without_an_address_are_named(facts):
    """A document that was read has an address, but for the two reports."""
    cited = {a.doc for c in facts.claims.values() for a in c.attestations} | {
        a.doc for r in facts.restrictions.values() for part in r.parts for a in part.attestations
    }
    assert {doc for doc in cited if doc and facts.sources[doc].url is None} <= SEEDS


def test_no_passage_is_copied(facts):
    """No run of seven words of ours stands in a text that was read."""
    read = SHINGLES.stored()
    copied = []
    for id_, attestations in [
        *((c.id, c.attestations) for c in facts.claims.values()),
        *((part.id, part.attestations) for r in facts.restrictions.values() for part in r.parts),
    ]:
        copied += [id_ for a in attestations for text in (a.says, a.note) if text and SHINGLES.shingles(text) & read]
    assert copied == []


def test_dates_are_plausible(facts):
    """No document is dated before 2000 or after it was read."""
    for source in facts.sources.values():
        if source.published is not None:
            assert source.published.text >= "2" or source.published.text[0] in "[?", source.id
            if source.retrieved is not None:
                assert source.published.earliest <= source.retrieved.latest, source.id


def test_a_wikidata_item_stands_for_one_entity(facts):
    """No two entities have the same identifier."""
    seen = Counter((scheme, value) for e in facts.entities.values() for scheme, value in e.ids.items())
    assert [pair for pair, count in seen.items() if count > 1] == []


KNOWN = {
    "whether Alibaba answered the charge of distillation": ("denied", "alibaba.accesses.claude"),
    "what Alibaba's ban covers": ("wording", "alibaba-claude-code-ban.variant.1"),
    "whether over 100 firms were listed": ("wording", "bis-entity-list-100-firms.variant.1"),
    "when Alibaba came onto the 1260H list": ("values", "us-1260h-list.includes.alibaba"),
    "when YMTC left it": ("values", "us-1260h-list.includes.ymtc"),
    "when CXMT left it": ("values", "us-1260h-list.includes.cxmt"),
    "whether firms were told to halt purchases of the H20": ("wording", "cn-h20-discouragement.variant.1"),
    "whether Nvidia's money for OpenAI is in": ("expected", "nvidia.investsIn.openai.2026-02-27"),
    "whether Alibaba backs DeepSeek": ("denied", "alibaba.investsIn.deepseek"),
    "the currency of Mistral's price": ("values", "mistral-ai.valuedAt.price-of-series-c"),
    "Anthropic's value before and after the money": ("values", "anthropic.valuedAt.after-series-h"),
    "when GLM-5.2 came out": ("values", "z-ai.releases.glm-5-2"),
    "when DeepSeek's owner was founded": ("values", "liang-wenfeng.founds.high-flyer"),
    "the day of the order on frontier models": ("values", "us-frontier-model-order-2026-06.effective"),
    "what Anthropic's bar covers": ("wording", "anthropic-china-bar.variant.1"),
}
"""What documents are known to differ on, as the kind of the contradiction and something that it touches."""


@pytest.mark.parametrize("what", KNOWN)
def test_known_differences_are_shown(view, what):
    """What documents are known to differ on comes out as a contradiction."""
    kind, touched = KNOWN[what]
    assert any(found.kind == kind and touched in found.claims for found in find(view))


def test_overtaken_plans_are_kept_beside_what_replaced_them(facts):
    """Nvidia's letter of intent beside its stake, and the first listing of 2026 with its withdrawal."""
    plans = [c for c in facts.claims.values() if (c.subject, c.relation, c.object) == ("nvidia", "investsIn", "openai")]
    assert [(c.amount.text, c.amount_kind) for c in plans] == [
        ("<= 100 billion USD", "talks"),
        ("30 billion USD", "committed"),
    ]
    listed = facts.restrictions["us-1260h-list-2026-02"]
    assert [event.event for event in listed.events] == ["effective", "lifted"]


def test_the_release_says_how_fresh_it_is(facts):
    """The README names the day on which a document was last read."""
    last = max(source.retrieved.text for source in facts.sources.values() if source.retrieved)
    assert f"as of {last}" in (ROOT / "README.md").read_text(encoding="utf-8")
