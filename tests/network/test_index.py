"""The index file: what is built is what is read, and damage is never read as an answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.network import index as index_module
from graph.network.index import Index, StaleIndex, pack
from graph.network.indexing import build, index_of
from graph.network.paths import search

CLAIMS = [
    ("a", "owns", "b", "established", 2),
    ("b", "supplies", "a", "reported", 1),
    ("b", "owns", "c", "alleged", 1),
    ("c", "operatesIn", "mu", "reported", 3),
]


@pytest.fixture(scope="module")
def view(network_of):
    """Take a view of a few claims, a place and a rule."""
    return network_of(CLAIMS, {"mu": "Place", "kit": "Product"}, {"rule": ("a", ["kit"])}, only=())


def test_nodes_are_numbered_in_the_order_of_their_ids(view):
    """Entities and restrictions together."""
    index = index_of(view)
    assert [index.node(number)[0] for number in range(len(index))] == ["a", "b", "c", "kit", "mu", "rule"]
    assert index.node(5) == ("rule", "rule rule")
    assert (index.entity_count, index.edge_count) == (5, len(view.edges))


def test_each_edge_is_a_claim_of_the_view(view):
    """With its layer, roots, relation and the texts that answers need."""
    index = index_of(view)
    words = index.relation_words()
    for number, (id_, held) in enumerate(view.edges.items()):
        claim, status, flags, documents, when, certain = index.edge(number)
        assert (claim, status, documents.split(",")) == (id_, held.evidence.status, list(held.evidence.documents))
        assert (flags, when, certain) == (",".join(held.flags), "since 2026-01-01", "yes")
        assert index.layer(number) == held.evidence.layer
        assert index.roots[number] == len(held.evidence.roots)
        assert words[index.relations[number]][0] == held.claim.relation
        ends = index.node(index.subjects[number])[0], index.node(index.objects[number])[0]
        assert ends == (held.claim.subject, held.claim.object)


def test_every_link_stands_at_both_ends(view):
    """A row is sorted by the node it leads to; a link is twice its edge, and one more backwards."""
    index = index_of(view)
    found = set()
    for node in range(len(index)):
        targets = [index.targets[at] for at in index.row(node)]
        assert targets == sorted(targets)
        for at in index.row(node):
            edge, backward = divmod(index.links[at], 2)
            ends = (index.subjects[edge], index.objects[edge])
            assert (node, index.targets[at]) == (ends[::-1] if backward else ends)
            found.add((edge, backward))
    assert found == {(edge, side) for edge in range(index.edge_count) for side in (0, 1)}


def test_the_links_between_two_nodes(view):
    """All of them, both ways; none where there is no claim."""
    index = index_of(view)
    assert [index.edge(link // 2)[0] for link in index.links_to(0, 1)] == ["a.owns.b", "b.supplies.a"]
    assert [link % 2 for link in index.links_to(0, 1)] == [0, 1]
    assert list(index.links_to(0, 4)) == []


def test_passing_is_for_neither_places_nor_rules(view):
    """1 through which paths pass, 2 if asked, 0 never."""
    assert list(index_of(view).passable) == [1, 1, 1, 1, 2, 0]


def test_names_lead_to_nodes(view):
    """Folded; nothing for what nobody is called."""
    index = index_of(view)
    assert index.named("the a") == [0]
    assert index.named("rule rule") == [5]
    assert (index.named("the d"), index.named(""), index.named("zzz")) == ([], [], [])
    assert index.names() == sorted(index.names())
    assert all(index.named(name) for name in index.names())


def test_the_same_view_gives_the_same_bytes(view, network_of):
    """Nothing depends on the order in which claims were read."""
    other = network_of(CLAIMS[::-1], {"kit": "Product", "mu": "Place"}, {"rule": ("a", ["kit"])}, only=())
    assert build(view) == build(other)


def test_an_empty_view_has_an_index(network_of):
    """No claim is no reason to fail."""
    index = index_of(network_of([], nodes="ab"))
    assert (len(index), index.edge_count) == (2, 0)
    assert search(index, "a", "b").paths == ()


@settings(max_examples=150)
@given(st.data())
def test_a_flipped_bit_is_never_an_answer(view, data):
    """Wherever it is: the index is refused when opened, or when the text is read, or the answer is the same."""
    whole = build(view)
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        answer = search(Index(bytes(damaged)), "a", "mu")
    except StaleIndex:
        return
    assert answer == search(Index(whole), "a", "mu")


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(view, share):
    """However much of it is left."""
    whole = build(view)
    with pytest.raises(StaleIndex):
        Index(whole[: int(len(whole) * share)])


def test_another_version_is_refused(view):
    """The first bytes tell."""
    with pytest.raises(StaleIndex):
        Index(b"aikgidx1" + build(view)[8:])


def test_texts_are_checked_piece_by_piece(view, monkeypatch):
    """Damage in one piece of the texts does not spoil an answer that reads others."""
    monkeypatch.setattr(index_module, "PIECE", 16)
    monkeypatch.setattr("graph.network.indexing.PIECE", 16)
    whole = build(view)
    damaged = whole.replace(b"c.operatesIn.mu", b"c.operatesIn.mX")
    assert damaged != whole
    index = Index(damaged)
    assert search(index, "a", "b") == search(Index(whole), "a", "b")
    with pytest.raises(StaleIndex):
        search(index, "c", "mu")


def test_sections_that_do_not_fit_each_other_are_refused():
    """Ends of texts and checksums must be of that many bytes."""
    sections = dict.fromkeys(index_module.NUMBERS, b"")
    texts = {"node_at": (4).to_bytes(4, "little"), "edge_at": bytes(4), "name_at": bytes(4)}
    meta = index_module.SEP.join(("digest", "|||", "0")).encode()
    with pytest.raises(StaleIndex):
        Index(pack({**sections, "meta": meta, **texts, **dict.fromkeys(index_module.TEXTS, b"")}))
