"""What a reader sees and does, in a real browser."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest
from map_world import day, world

from graph import vocabulary
from graph.maps import Drawing

ALL = sorted(edge.id for edge in world().edges if not edge.short_cut)


def test_opens_with_everything_the_page_holds(reader):
    """Every claim but the short cuts is shown, parallel ones each for itself."""
    page = reader()
    assert page.shown()["claims"] == ALL
    assert {"rim.owns.mesa", "rim.controls.mesa", "rim.investsIn.mesa"} <= set(page.shown()["claims"])
    assert page.text("#count") == "12 entities, 17 claims shown"


def test_says_what_it_holds(reader):
    """The foot names counts, floor, sources, knowledge and the content's hash."""
    page = reader()
    expected = (
        "This page holds 12 entities, 18 claims and 3 sources; known until: everything known; "
        f"at least alleged; all sources; content {world().digest()[:12]}."
    )
    assert expected in page.text("#holds")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("northw", "Northwind AI"),
        ("NORTHWIND", "Northwind AI"),
        ("北风", "Northwind AI"),
        ("ريح", "Northwind AI"),
        ("musli", "Mesa Data"),
        ("ｍｅｓａ", "Mesa Data"),
        ("株式", "株式会社ゆかり例示"),
        ("דוגמה", "חברת דוגמה בע״מ"),
        ("예시", "예시 반도체"),
        ("qzsc", "启智算力（示例）"),
    ],
)
def test_search_finds_any_name_in_any_script(reader, typed, name):
    """A name, alias, id or name in another language is found; Enter chooses it."""
    page = reader()
    page.page.fill("#q", typed)
    assert name in page.text("#q-list")
    page.page.press("#q", "Enter")
    assert page.text("#panel-h") == name


def test_click_on_a_node_shows_its_claims_with_sources(reader):
    """The panel names kind and claims, both readings as headings, and each source with its link."""
    page = reader()
    page.click_on("mesa")
    assert page.text("#panel-h") == "Mesa Data"
    assert page.text("#kicker").strip() == "company"
    panel = page.page.text_content("#panel-b")
    for part in ("is owned by", "Rim Capital owns Mesa Data", "is described as a small company", "share: > 50 %"):
        assert part in panel
    links = page.page.eval_on_selector_all("#panel-b a", "all => all.map(a => [a.href, a.rel, a.target])")
    assert ["https://example.org/wire", "noopener noreferrer external", "_blank"] in links
    assert page.fragment().startswith("entity=mesa")


def test_click_tells_parallel_claims_apart(reader):
    """Three claims between the same two nodes are three lines, each with its own panel."""
    page = reader()
    found = set()
    for id_ in ("rim.owns.mesa", "rim.controls.mesa", "rim.investsIn.mesa"):
        page.open()
        page.click_on(id_)
        found.add(page.page.inner_text("#panel-b article:first-child .id code"))
    assert found == {"rim.owns.mesa", "rim.controls.mesa", "rim.investsIn.mesa"}


def test_a_contradicted_claim_says_so(reader):
    """A denial is shown as a contradiction, with who denies and what the document gives otherwise."""
    page = reader(fragment="claim=dhaka.accuses.mesa")
    panel = page.page.text_content("#panel-b")
    for part in (
        "Contradicted: at least one source denies this.",
        "disputed",
        "Said by Mesa Data for Rim Capital",
        "This document: on: 2025",
        "Rests on Mesa answers",
    ):
        assert part in panel


def test_kinds_are_filtered_with_counts(reader):
    """Switching a kind off hides its nodes and their claims; the count keeps saying how many there are."""
    page = reader()
    page.page.uncheck("input[data-facet=kind][data-value=Fund]")
    assert "rim" not in page.shown()["entities"]
    assert not any("rim" in id_ for id_ in page.shown()["claims"])
    assert "no-kind=Fund" in page.fragment()


@pytest.mark.parametrize(
    ("facet", "value", "gone"),
    [
        ("relation", "owns", "rim.owns.mesa"),
        ("status", "corroborated", "rim.investsIn.mesa"),
        ("source", "terms", "bar.imposes"),
    ],
)
def test_claims_are_filtered(reader, facet, value, gone):
    """Relations, statuses and sources can be switched off one by one."""
    page = reader()
    assert gone in page.shown()["claims"]
    page.page.evaluate("document.querySelectorAll('details.facet').forEach(d => d.open = true)")
    page.page.uncheck(f"input[data-facet={facet}][data-value='{value}']")
    assert gone not in page.shown()["claims"]


def test_floor_leaves_only_firmer_layers(reader):
    """At `established` only what is established is left."""
    page = reader()
    page.page.check("input[name=floor][value=established]")
    shown = page.shown()["claims"]
    assert shown == [
        "ada.founds.northwind",
        "bar.covers.chip",
        "bar.imposes",
        "bar.restricts.mesa",
        "northwind.develops.chip",
    ]


def test_restrictions_fold_into_direct_lines(reader):
    """Folded, a restriction is a line from issuer to asset; unfolded, a node with lines of its own."""
    page = reader()
    page.page.check("#fold")
    assert "bar.prohibitsUseOf.chip" in page.shown()["claims"]
    assert "bar" not in page.shown()["entities"]


@pytest.mark.parametrize(
    ("as_of", "shown", "gone"),
    [
        ("2025-04-01", {"bar.imposes", "ada.founds.northwind"}, {"mesa.uses.chip"}),
        ("2025-09-01", {"ada.founds.northwind"}, {"bar.imposes"}),
        ("2023-07-01", {"mesa.uses.chip"}, {"bar.imposes", "mesa.headquarteredIn.atlantis"}),
    ],
)
def test_as_of_shows_the_day(reader, as_of, shown, gone):
    """On a day only what covers it is shown."""
    page = reader(fragment=f"as-of={as_of}")
    claims = set(page.shown()["claims"])
    assert shown <= claims
    assert not gone & claims


def test_a_vague_date_is_a_maybe(reader):
    """Where the dates leave it open, the claim is shown and marked as maybe."""
    page = reader(fragment="as-of=2024-06-01&claim=qzsc.headquarteredIn.atlantis")
    assert page.shown()["maybe"] == ["qzsc.headquarteredIn.atlantis"]
    assert "maybe" in page.text("#panel-b .chips")
    assert page.text("#count").endswith("1 of them maybe")


def test_known_at_hides_what_was_published_later(reader):
    """On a day of knowledge nothing published later is shown."""
    page = reader(fragment="known-at=2022-06-01")
    assert set(page.shown()["claims"]) == {
        "ada.founds.northwind",
        "heb.investsIn.kor",
        "rim.controls.mesa",
        "rim.investsIn.mesa",
        "rim.owns.mesa",
    }


def test_date_fields_and_sliders_are_one(reader):
    """Typing a date moves the slider, moving the slider changes the date; both are in the fragment."""
    page = reader()
    page.page.fill("#as-of-date", "2025-04-01")
    assert page.page.input_value("#as-of") == str(day("2025-04-01"))
    page.page.focus("#as-of")
    page.page.keyboard.press("ArrowRight")
    assert page.page.input_value("#as-of-date") == "2025-04-02"
    assert "as-of=2025-04-02" in page.fragment()
    page.page.check("#as-of-any")
    assert "as-of" not in page.fragment()


def test_play_moves_the_clock_and_stops(reader):
    """Play goes from day to day, says that it plays, and Pause stops it."""
    page = reader(reduced_motion="no-preference")
    page.page.click("#known-at-play")
    assert page.page.get_attribute("#known-at-play", "aria-pressed") == "true"
    page.page.wait_for_timeout(500)
    page.page.click("#known-at-play")
    before = page.page.input_value("#known-at")
    page.page.wait_for_timeout(300)
    assert page.page.input_value("#known-at") == before
    assert int(before) > day("2018-05-01")


def test_path_is_found_and_told_in_sentences(reader):
    """Two names typed give the shortest chain, brought out on the map and told step by step."""
    page = reader()
    page.page.click("#path-open")
    page.page.fill("#path-0", "ada")
    page.page.press("#path-0", "Enter")
    page.page.fill("#path-1", "rim")
    page.page.press("#path-1", "Enter")
    assert page.page.eval_on_selector_all("#panel-b .steps > li", "all => all.length") == 4
    assert page.text("#panel-b .steps li:first-child .says") == "Ada Example founds Northwind AI"
    assert set(page.lit()["entities"]) == {"ada", "northwind", "chip", "mesa", "rim"}
    assert "path=ada~rim" in page.fragment().replace("%7E", "~")


def test_a_path_does_not_run_through_a_place(reader):
    """What shares only a country is not connected: the page says so."""
    page = reader(fragment="path=qzsc~mesa&no-relation=supplies")
    assert "No path among the" in page.text("#panel-b")


def test_parallel_claims_of_a_step_are_all_told(reader):
    """A step with several claims names each, the firmest first."""
    page = reader(fragment="path=rim~mesa")
    said = page.page.eval_on_selector_all("#panel-b .steps .says", "all => all.map(p => p.textContent)")
    assert said[0] == "Rim Capital invests in Mesa Data"
    assert sorted(said) == [
        "Rim Capital controls Mesa Data",
        "Rim Capital invests in Mesa Data",
        "Rim Capital owns Mesa Data",
    ]


def test_neighbourhood_by_hops(reader):
    """One hop keeps the neighbours, two their neighbours, but nothing beyond a place."""
    page = reader(fragment="near=atlantis~1")
    assert set(page.shown()["entities"]) == {"atlantis", "mesa", "qzsc"}
    page = reader(fragment="near=qzsc~2")
    assert "mesa" in page.shown()["entities"]
    assert "chip" not in page.shown()["entities"]


def test_stories_walk_through_claims_and_days(reader):
    """A story sets the day of each step, brings its claims out and is left again."""
    page = reader()
    page.page.click("button.story")
    assert page.text("#panel-b .caption") == "Northwind makes it."
    assert page.lit()["claims"] == ["northwind.develops.chip"]
    page.page.click("#story-next")
    assert page.page.input_value("#as-of-date") == "2025-04-01"
    assert set(page.lit()["claims"]) == {"bar.imposes", "bar.restricts.mesa", "bar.covers.chip"}
    assert "story=one-chip~2" in page.fragment().replace("%7E", "~")


@pytest.mark.parametrize(
    "fragment",
    [
        "as-of=2025-04-01&known-at=2025-01-15&floor=reported&no-kind=Fund&rules=folded&entity=mesa&at=10~20~0.8",
        "path=ada~mesa&theme=dark&lang=zh",
        "view=table&sort=-object&claim=rim.owns.mesa",
        "story=one-chip~2&as-of=2025-04-01",
        "near=mesa~2&entity=mesa&lang=ar",
    ],
)
def test_links_bring_back_the_same_view(reader, fragment):
    """Everything chosen is in the fragment; opening it anew shows the same and says the same."""
    page = reader(fragment=fragment)
    page.page.evaluate("document.getElementById('theme').dispatchEvent(new Event('change'))")
    once, text, shown = page.fragment(), page.text("#panel"), page.shown()
    page.open(once)
    page.page.evaluate("document.getElementById('theme').dispatchEvent(new Event('change'))")
    assert set(page.fragment().split("&")) == set(once.split("&"))
    wanted = {part.replace("~", "%7E") for part in fragment.split("&")}
    assert wanted <= {part.replace("~", "%7E") for part in once.split("&")}
    assert (page.text("#panel"), page.shown()) == (text, shown)


def test_table_is_an_equal_view(reader):
    """The table lists every shown claim, sorts by any column and opens the panel."""
    page = reader(fragment="view=table")
    assert page.page.eval_on_selector_all("#rows tr", "all => all.length") == len(ALL)
    page.page.click("#heads th:nth-child(4) button")
    assert page.page.get_attribute("#heads th:nth-child(4)", "aria-sort") == "ascending"
    objects = page.page.eval_on_selector_all("#rows td:nth-child(4)", "all => all.map(td => td.textContent)")
    assert objects.index("a small company") < objects.index("Mesa Data")
    page.page.click("#rows tr:has-text('controls') td:nth-child(3) button")
    assert page.text("#panel-b .says") == "Rim Capital controls Mesa Data"


def test_svg_has_every_shown_claim_and_entity(reader):
    """The picture is drawn from the model: all claims and entities with titles, and what it shows."""
    page = reader(fragment="as-of=2025-04-01")
    root = ET.fromstring(page.page.evaluate("aikg.svg()"))  # noqa: S314 - our own page wrote it
    ids = {node.get("data-claim") for node in root.iter() if node.get("data-claim")}
    assert ids == {id_ for id_ in page.shown()["claims"] if id_ != "mesa.describedAs.small"}
    assert {node.get("data-entity") for node in root.iter() if node.get("data-entity")} == set(page.shown()["entities"])
    text = "".join(root.itertext())
    assert "As of 2025-04-01" in text
    assert "Rim Capital owns Mesa Data (reported, single-source)" in text


@pytest.mark.parametrize(
    ("item", "ending", "start"),
    [
        (4, ".svg", b"<svg"),
        (5, ".png", b"\x89PNG"),
        (6, ".png", b"\x89PNG"),
        (8, ".csv", "\ufeff".encode()),
        (9, ".json", b"{"),
    ],
)
def test_downloads(reader, item, ending, start):
    """The share menu saves pictures and claims as files named after the map and its day."""
    page = reader(fragment="as-of=2025-04-01")
    page.page.click("#share")
    with page.page.expect_download() as waiting:
        page.page.click(f"#share-menu li:nth-child({item}) button")
    assert waiting.value.suggested_filename == f"an-invented-industry-2025-04-01{ending}"
    with open(waiting.value.path(), "rb") as file:
        assert file.read().startswith(start)


def test_csv_and_json_say_the_same(reader):
    """The visible claims as CSV and JSON: the same rows, with layer, status, flags and sources."""
    page = reader()
    rows = list(csv.DictReader(io.StringIO(page.page.evaluate("aikg.csv()").removeprefix("\ufeff"))))
    claims = json.loads(page.page.evaluate("aikg.json()"))["claims"]
    assert sorted(row["id"] for row in rows) == sorted(claim["id"] for claim in claims) == ALL
    row = next(row for row in rows if row["id"] == "dhaka.accuses.mesa")
    assert (row["layer"], row["status"], row["flags"], row["sources"]) == (
        "alleged",
        "unattributed",
        "disputed",
        "wire mesa-post",
    )


def test_nothing_left_says_so_and_offers_the_way_back(reader):
    """An empty view is a sentence with a button, never a blank."""
    page = reader()
    page.page.evaluate("document.querySelectorAll('details.facet').forEach(d => d.open = true)")
    page.page.click("details.facet:has(input[data-facet=kind]) .tools button:nth-child(2)")
    assert page.text("#message p") == "Nothing is left on these days with these filters."
    page.page.click("#message button")
    assert page.shown()["claims"] == ALL


def test_two_loads_are_the_same_picture(reader):
    """The same file gives the same pixels in two fresh profiles."""
    assert reader().page.screenshot() == reader().page.screenshot()


def test_prints_picture_and_table(reader):
    """On paper stand the picture, the panel and the table, not the controls, dark on white also from a dark screen."""
    page = reader(color_scheme="dark", fragment="path=ada~mesa")
    page.page.emulate_media(media="print", color_scheme="dark")
    page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.page.is_visible("#print svg")
    assert page.page.is_visible("#rows tr")
    assert page.page.is_visible("#panel-b .steps .witness a")
    assert not page.page.is_visible("#filters")
    assert page.page.get_attribute("#print svg rect", "fill") == "#fdfcfa"
    assert page.page.evaluate("getComputedStyle(document.getElementById('panel-h')).color") == "rgb(26, 32, 39)"
    page.page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.page.emulate_media(media="screen", color_scheme="dark")
    assert page.page.evaluate("getComputedStyle(document.getElementById('panel-h')).color") == "rgb(237, 240, 243)"


def test_a_browser_that_lacks_something_gets_a_sentence(browser, monkeypatch, tmp_path):
    """Where the page cannot start, a sentence appears instead of a blank."""
    monkeypatch.setattr("graph.maps.block._PACK_FROM", 100)
    Drawing(world(), vocabulary.load()).save(tmp_path / "packed.html")
    page = browser.new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto((tmp_path / "packed.html").as_uri())
    page.wait_for_timeout(100)
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # it waits four seconds for a slow start
    assert page.inner_text("#broken").startswith("This map could not start in this browser.")
    assert page.is_visible("#broken")
    page.close()
