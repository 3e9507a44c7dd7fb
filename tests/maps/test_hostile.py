"""What a hostile fact or a hostile link can do to a reader: nothing but be read."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from hostile_world import IN_PANEL, PAYLOADS, hostile, marked, seen
from map_world import world

from graph import vocabulary
from graph.maps import Drawing

_KEYS = (
    *("as-of", "compare", "changes", "known-at", "floor", "no-kind", "no-relation", "no-status", "no-source", "rules"),
    *("near", "entity", "claim", "path", "story", "view", "sort", "theme", "lang", "at", "__proto__", "unknown"),
)
# Elements that only markup of a payload could have made.
_FOREIGN = "img, iframe, script:not([src]):not(body > script), object, embed, form, base, link:not([rel=icon]), video, math, template"


def _go(page, fragment):
    page.page.evaluate("(hash) => { location.hash = hash }", fragment)
    page.page.wait_for_timeout(10)


def test_every_field_stays_text(reader):
    """Each payload in each field that a panel shows is there as it was typed; none made an element or a link of its own."""
    page = reader("hostile")
    for text in PAYLOADS:
        _go(page, f"entity={quote(seen(text))}")
        assert page.page.text_content("#panel-h") == seen(text)
        told = page.page.text_content("#panel-b")
        assert [field for field in IN_PANEL if seen(marked(text, field)) not in told] == [], text
    assert page.page.evaluate("(all) => document.querySelectorAll(all).length", _FOREIGN) == 0
    for language, field in (("ar", "ar"), ("zh", "zh")):
        _go(page, f"lang={language}&entity={quote(PAYLOADS[0])}")
        assert page.page.text_content("#panel-h") == marked(PAYLOADS[0], field)


def test_links_go_to_web_pages_only(reader):
    """Of all the addresses in sources only http and https become links; they tell nothing of where they were followed."""
    page = reader("hostile")
    hrefs = set()
    for text in PAYLOADS:
        if ":" in text or "//" in text:
            _go(page, f"entity={quote(seen(text))}")
            hrefs.update(
                page.page.eval_on_selector_all(
                    "#panel a", "all => all.map(a => [a.protocol, a.rel, a.target].join(' '))"
                )
            )
    assert hrefs == {"https: noopener noreferrer external _blank"}


def test_everything_a_reader_can_open_stays_text(reader):
    """Stories, search, table, hover, comparison, path, neighbourhood, paper and share menu run nothing."""
    page = reader("hostile")
    cards = page.page.eval_on_selector_all(".story", "all => all.map(b => b.textContent)")
    assert sorted(cards) == sorted(seen(text + marked(text, "summary")) for text in PAYLOADS)
    for text in PAYLOADS[::6]:
        _go(page, f"story={quote(seen(text))}~1")
        if "~" not in text:
            assert page.page.text_content("#panel-b .caption") == seen(marked(text, "caption"))
        page.page.fill("#q", seen(text)[:60])
        page.page.press("#q", "Escape")
    for fragment in (
        f"path={quote(seen(PAYLOADS[2]))}~{quote(seen(PAYLOADS[5]))}",
        f"near={quote(seen(PAYLOADS[2]))}~3",
        "as-of=2025-01-01&compare=2025-08-01",
        "as-of=2025-01-01&compare=2025-08-01&lang=ar",
        "view=table",
    ):
        _go(page, fragment)
    told = page.page.text_content("#rows")
    page.page.click("#pages button:last-child")
    told += page.page.text_content("#rows")
    assert [text for text in PAYLOADS if seen(text) not in told] == []
    _go(page, "")
    for x in range(300, 900, 60):
        page.page.mouse.move(x, 300 + x % 97)
    page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.page.evaluate("dispatchEvent(new Event('afterprint'))")
    for item in (1, 2, 3):
        page.page.click("#share")
        page.page.click(f"#share-menu li:nth-child({item}) button")
        page.page.wait_for_timeout(30)
    assert page.page.evaluate("(all) => document.querySelectorAll(all).length", _FOREIGN) == 0


# Open each fragment and return those that leave anything but the whole map.
_ODD = """(all) => all.filter((hash) => {
    window.whole ??= JSON.stringify(aikg.shown());
    history.replaceState(null, "", "#" + hash);
    dispatchEvent(new Event("hashchange"));
    return JSON.stringify(aikg.shown()) !== whole || document.getElementById("panel-h").textContent !== "What this map shows";
})"""


def test_no_link_can_do_more_than_open_the_map(reader):
    """Every payload in every part of the address, raw and escaped, is ignored: the whole map opens and nothing runs."""
    page = reader()
    texts = [value for text in PAYLOADS for value in (seen(text), quote(text, errors="replace"))]
    assert page.page.evaluate(_ODD, ["&".join(f"{key}={text}" for key in _KEYS) for text in texts]) == []
    assert page.shown()["claims"]


def test_a_link_that_is_half_right_is_half_followed(reader):
    """A payload alone in one part, or behind a value that is known there, changes nothing but what is known."""
    page = reader()
    texts = [seen(text) for text in PAYLOADS[::12]]
    alone = [f"{key}={quote(text)}" for key in _KEYS for text in texts] + [quote(text) for text in texts]
    beside = [
        start + quote(text)
        for text in texts
        for start in (
            "path=ada~",
            "path=ada~mesa~",
            "at=0~0~",
            "as-of=any&compare=",
            "no-kind=~",
            "claim=rim.owns.mesa.",
        )
    ]
    assert page.page.evaluate(_ODD, alone + beside) == []
    for text in texts:
        for start, heading in (
            ("story=one-chip~", "One chip"),
            ("near=mesa~", "What this map shows"),
            ("entity=mesa&lang=", "Mesa Data"),
        ):
            _go(page, start + quote(text))
            assert page.text("#panel-h") == heading


def test_pictures_and_files_hold_texts_as_they_are(reader):
    """SVG is well-formed and says every name; JSON gives every text back; CSV has every text in its cell."""
    page = reader("hostile")
    root = ET.fromstring(page.page.evaluate("aikg.svg()"))  # noqa: S314 - our own page wrote it
    assert {node.get("data-entity") for node in root.iter() if node.get("data-entity")} == {seen(t) for t in PAYLOADS}
    assert {node.tag.rpartition("}")[2] for node in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "text",
        "g",
        "path",
        "circle",
    }
    assert not any(name.lower().startswith("on") or "href" in name for node in root.iter() for name in node.attrib)
    claims = json.loads(page.page.evaluate("aikg.json()"))["claims"]
    assert {claim["object"] for claim in claims if claim["id"].startswith("t")} == {
        seen(marked(t, "text")) for t in PAYLOADS
    }
    rows = list(csv.DictReader(io.StringIO(page.page.evaluate("aikg.csv()").removeprefix("\ufeff"), newline="")))
    names = {row["subject_name"] for row in rows}
    assert [text for text in PAYLOADS if not {seen(text), "'" + seen(text)} & names] == []


def test_a_spreadsheet_runs_no_cell(reader):
    """No cell of the CSV starts like a formula, behind white space neither, in wide letters neither."""
    page = reader("hostile")
    text = page.page.evaluate("aikg.csv()").removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝＋－＠")] == []
    assert "'=cmd|' /C calc'!A0" in cells


def test_the_embed_code_is_one_frame(reader):
    """Title and address are escaped in the code to embed: it is one frame, whatever they say."""
    page = reader("hostile", fragment=f"entity={quote(PAYLOADS[2])}")
    frame = ET.fromstring(page.page.evaluate("aikg.embed()"))  # noqa: S314 - our own page wrote it
    assert frame.tag == "iframe"
    assert list(frame) == []
    assert frame.get("title") == PAYLOADS[0] + PAYLOADS[1]
    assert not any(name.startswith("on") for name in frame.attrib)


def test_a_hostile_title_in_a_notebook(reader, tmp_path):
    """In the frame of a notebook nothing of a hostile map runs, nor does its title leave the attribute."""
    page = tmp_path / "notebook.html"
    page.write_text(
        "<!doctype html><title>n</title><script>window.aikg = {ready: 1}</script>"
        + Drawing(hostile(), vocabulary.load())._repr_html_(),
        encoding="utf-8",
    )
    found = reader(page)
    found.page.frame_locator("iframe").locator("#count").wait_for()
    assert found.page.get_attribute("iframe", "title") == seen(PAYLOADS[0] + PAYLOADS[1])
    assert found.page.evaluate("document.querySelectorAll('iframe, img, svg, script').length") == 2


@pytest.mark.parametrize("data", [world(), hostile()], ids=["world", "hostile"])
def test_the_policy_names_every_script_and_nothing_else(data):
    """The page allows two scripts and one style by hash, no policy for Trusted Types, and no host at all."""
    page = Drawing(data, vocabulary.load()).html()
    policy = page.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0].replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.rstrip("; ").split(";"))
    assert rules["default-src"] == "'none'"
    assert len(rules["script-src"].split()) == 2
    assert len(rules["style-src"].split()) == 1
    assert (rules["require-trusted-types-for"], rules["trusted-types"]) == ("'script'", "'none'")
    assert not any(word in policy for word in ("unsafe", "http:", "https:", "*"))
    assert page.count("<script") == 3
