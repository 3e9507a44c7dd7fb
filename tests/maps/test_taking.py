"""What a reader takes along says what it shows: under which clocks, at which floor, of which content."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
from map_world import world as invented

import graph
from graph import maps

_FRAGMENT = "as-of=2025-04-01&known-at=2025-03-01&floor=alleged"
_SVG = "{http://www.w3.org/2000/svg}"
# Remember what is written on any canvas.
_LISTEN = """() => {
    const written = window.written = [], fill = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) { written.push(text); return fill.call(this, text, ...rest); };
}"""
_HELD = f"As of 2025-04-01 · As known on 2025-03-01 · At least alleged · content {invented().digest()[:12]}"


def _legend(page):
    root = ET.fromstring(page.page.evaluate("aikg.svg()"))  # noqa: S314 - our own page wrote it
    return ["".join(text.itertext()) for text in root.find(f".//{_SVG}g[@class='legend']").iter(f"{_SVG}text")]


def test_the_picture_explains_itself(reader):
    """The SVG's legend names every kind, line and sign that is in it and no other; below stand clocks, hash and licence."""
    page = reader(fragment=_FRAGMENT)
    told = _legend(page)
    assert told[-2:] == [
        _HELD,
        "Facts: CC BY 4.0. Not legal advice. Drawn with aikg, Pyvis 0.3.2 and vis-network 10.1.5.",
    ]
    assert {
        "company",
        "person",
        "restriction",
        "established",
        "reported, one root",
        "alleged only",
        "! disputed",
    } <= set(told)
    assert {"working together", "against, or restricting", "expected, not yet done"} <= set(told)
    assert "news outlet" not in told
    page.open(_FRAGMENT + "&path=ada~chip")
    assert _legend(page)[:-2] == ["company", "person", "chip", "established", "working together"]


def test_lines_and_marks_of_the_picture_are_those_of_the_map(reader):
    """Outlines per kind, dashes per layer, filled heads for facts and hollow ones for what is expected."""
    page = reader()
    root = ET.fromstring(page.page.evaluate("aikg.svg()"))  # noqa: S314 - our own page wrote it

    def paths(key, id_):
        return root.find(f".//*[@data-{key}='{id_}']").iter(f"{_SVG}path")

    outlines = {id_: next(paths("entity", id_)).get("d") for id_ in ("mesa", "ada", "bar", "atlantis")}
    assert len(set(outlines.values())) >= 3
    dashes = {
        id_: next(paths("claim", id_)).get("stroke-dasharray")
        for id_ in ("ada.founds.northwind", "kor.supplies.mesa", "dhaka.accuses.mesa")
    }
    assert len(set(dashes.values())) == 3
    assert dashes["ada.founds.northwind"] is None
    expected, told = list(paths("claim", "heb.investsIn.kor")), list(paths("claim", "kor.supplies.mesa"))
    assert expected[1].get("stroke") is not None
    assert told[1].get("stroke") is None
    assert len(list(paths("claim", "yukari.partnersWith.dhaka"))) == 1  # a symmetric relation has no head
    assert root.get("role") == "img"
    assert root.findtext(f"{_SVG}title").startswith("An invented industry, As of")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_photograph_says_the_same(reader, language):
    """The PNG has title, legend and foot of the SVG written on it."""
    page = reader(fragment=f"{_FRAGMENT}&lang={language}")
    page.page.evaluate(_LISTEN)
    page.page.click("#share")
    with page.page.expect_download() as waiting:
        page.page.click("#share-menu li:nth-child(5) button")
    waiting.value.path()
    written = page.page.evaluate("written")
    assert [text for text in [*_legend(page), "An invented industry"] if text not in written] == []


def test_rows_and_records_say_under_which_clocks(reader):
    """Each CSV row and the JSON name both days, the floor and the whole hash; the JSON cites its sources in full."""
    page = reader(fragment=_FRAGMENT)
    rows = list(csv.DictReader(io.StringIO(page.page.evaluate("aikg.csv()").removeprefix("\ufeff"))))
    assert {(row["as_of"], row["known_at"], row["floor"], row["content"]) for row in rows} == {
        ("2025-04-01", "2025-03-01", "alleged", invented().digest())
    }
    answer = json.loads(page.page.evaluate("aikg.json()"))
    assert (answer["as_of"], answer["known_at"], answer["floor"], answer["content"]) == (
        "2025-04-01",
        "2025-03-01",
        "alleged",
        invented().digest(),
    )
    assert {"wire", "terms"} <= {source["id"] for source in answer["sources"]}


def test_citations_say_under_which_clocks(reader):
    """The page's citation, and that of one claim with its sources, name both days and the hash; a link leads back."""
    page = reader(fragment=f"{_FRAGMENT}&claim=rim.owns.mesa")
    cited = page.page.evaluate("aikg.cite()")
    assert _HELD in cited
    assert re.search(r"#.*claim=rim\.owns\.mesa", cited)
    page.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.page.click("#panel-b .id button")
    page.page.wait_for_timeout(50)
    claim = page.page.input_value("#toast textarea")
    assert claim.startswith("“Rim Capital owns Mesa Data” [rim.owns.mesa]. An invented industry, " + _HELD)
    assert "Example Wire, Example Wire, 2024-02-01, https://example.org/wire" in claim


def test_only_the_facts_of_aikg_have_its_licence(facts, world):
    """A map of the shipped facts names their licence; one of somebody's own facts names none."""
    assert maps.draw(facts.view(), focus=["alibaba"], hops=0).data.holds.licence == "CC BY 4.0"
    assert maps.draw(graph.load(world).view()).data.holds.licence is None
