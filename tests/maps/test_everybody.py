"""For everybody: keyboard, screen reader, any width, any direction, any colours."""

import itertools
import json
import os
import re
from urllib.parse import quote

import pytest

from graph import vocabulary
from graph.maps.marks import marks

_AXE = os.path.join(os.path.dirname(__file__), "vendor", "axe.min.js")
_PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "graph", "maps", "page")


# What axe cannot decide by itself, and what decides it instead.
_UNDECIDED = {
    "color-contrast": "texts that overlap, are short or are signs: test_every_text_on_screen_can_be_read computes them",
    "skip-link": "its target, the table, is shown when the link is followed: test_the_skip_link_opens_the_table",
}


def audit(page):
    """Run axe-core (all its rules, best practices included) and list violations and undecided rules."""
    if not page.page.evaluate("typeof axe !== 'undefined'"):
        with open(_AXE, encoding="utf-8") as file:
            page.page.evaluate(file.read())
    found = page.page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]], {
        one["id"] for one in found["incomplete"]
    }


_STATES = (
    *("", "entity=mesa", "claim=dhaka.accuses.mesa", "path=ada~mesa", "story=one-chip~2"),
    *("as-of=2025-02-01&compare=2025-04-01", "view=table&as-of=2025-02-01&compare=2025-04-01"),
)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(reader, scheme, language):
    """No violation, left-to-right and right-to-left, light and dark, in any state of the page with everything unfolded."""
    page = reader(color_scheme=scheme, fragment=f"lang={language}")
    for state in _STATES:
        page.page.evaluate("(hash) => { location.hash = hash }", f"lang={language}&{state}")
        page.page.wait_for_timeout(30)
        page.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        if state == _STATES[-1]:
            page.page.click("#share")
        wrong, undecided = audit(page)
        assert wrong == [], state
        assert undecided <= set(_UNDECIDED), state


_CONTRAST = """() => {
    const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
    const mix = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
    const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (e) => {
        const own = parse(getComputedStyle(e).backgroundColor);
        return own[3] === 1 || !e.parentElement ? own : mix(own, ground(e.parentElement));
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const e = walker.currentNode.parentElement, style = getComputedStyle(e);
        if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(e.tagName)) continue;
        if (!e.checkVisibility({visibilityProperty: true}) || e.closest("button:disabled")) continue;
        const back = ground(e);
        let ink = mix(parse(style.color), back), shown = 1;
        for (let up = e; up; up = up.parentElement) shown *= +getComputedStyle(up).opacity;
        if (shown === 0) continue;
        ink = mix([...ink.slice(0, 3), shown], back);
        const [high, low] = [light(ink), light(back)].sort((a, b) => b - a), ratio = (high + 0.05) / (low + 0.05);
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
        if (ratio < (large ? 3 : 4.5)) faint.push([walker.currentNode.data.trim().slice(0, 30), e.className, +ratio.toFixed(2)]);
    }
    return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_on_screen_can_be_read(reader, scheme):
    """Every text of every state has 4.5:1 on what it stands on, opacity included (3:1 where it is large)."""
    page = reader(color_scheme=scheme)
    for state in _STATES:
        page.page.evaluate("(hash) => { location.hash = hash }", state)
        page.page.wait_for_timeout(30)
        page.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.page.fill("#q", "a")
        assert page.page.evaluate(_CONTRAST) == [], state


def test_the_skip_link_opens_the_table(reader):
    """The first stop of the keyboard leads to the table, shows it, and leaves everything chosen as it is."""
    page = reader(fragment="as-of=2025-04-01&entity=mesa")
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.id") == "skip"
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "table-h"
    assert page.page.is_visible("#rows tr")
    assert {"as-of=2025-04-01", "entity=mesa", "view=table"} <= set(page.fragment().split("&"))


def tab_to(page, id_):
    """Press Tab until an element has the focus."""
    for _ in range(160):
        page.page.keyboard.press("Tab")
        if page.page.evaluate("document.activeElement.id || document.activeElement.dataset.value") == id_:
            return
    pytest.fail(f"Tab never reached {id_}")


def test_a_whole_visit_without_a_pointer(reader):
    """Search, entity, claim, other end, filter, day, path, story, table and download, all by keys."""
    page = reader()
    keys = page.page.keyboard
    keys.press("/")
    assert page.page.evaluate("document.activeElement.id") == "q"
    keys.type("mesa")
    keys.press("Enter")
    assert page.text("#panel-h") == "Mesa Data"
    tab_to(page, "map")
    keys.press("n")
    first = page.fragment().split("&at=")[0]
    assert "claim=" in first
    keys.press("n")
    assert page.fragment().split("&at=")[0] != first
    keys.press("p")
    assert page.fragment().split("&at=")[0] == first
    keys.press("o")
    assert "entity=" in page.fragment()
    keys.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "panel-h"
    tab_to(page, "Fund")
    keys.press("Space")
    assert "rim" not in page.shown()["entities"]
    keys.press("Space")
    tab_to(page, "path-open")
    keys.press("Enter")
    start = page.page.input_value("#path-0")  # what was chosen
    assert page.page.evaluate("document.activeElement.id") == "path-1"
    keys.type("yukari")
    keys.press("Enter")
    assert start in page.text("#panel-b .steps li:first-child .says")
    assert page.page.evaluate("document.activeElement.id") == "path-1"
    tab_to(page, "as-of")
    keys.press("ArrowLeft")
    assert "as-of=" in page.fragment()
    tab_to(page, "view-table")
    keys.press("Space")
    assert page.page.is_visible("#rows tr")
    tab_to(page, "share")
    keys.press("Enter")
    with page.page.expect_download() as waiting:
        keys.press("End")
        keys.press("ArrowUp")
        keys.press("Enter")
    assert waiting.value.suggested_filename.endswith(".json")
    tab_to(page, "share")
    keys.press("Enter")
    assert page.page.evaluate("document.activeElement.textContent") == "Copy link to this view"
    keys.press("Escape")
    assert page.page.evaluate("document.activeElement.id") == "share"


def test_the_keyboard_keeps_its_place(reader):
    """What is built anew under the reader's hand keeps the focus: story steps, table rows, hops, links in the panel."""
    page = reader()
    active = "document.activeElement.id"
    page.page.focus(".story")
    page.page.keyboard.press("Enter")
    assert page.page.evaluate(active) == "panel-h"
    page.page.focus("#story-next")
    page.page.keyboard.press("Enter")
    assert page.page.evaluate(active) == "panel-h"  # on the last step there is no next
    page.open("entity=mesa")
    page.page.focus("#near")
    page.page.keyboard.press("Enter")
    page.page.focus("#hops-2")
    page.page.keyboard.press("Enter")
    assert page.page.evaluate(active) == "hops-2"
    page.page.focus("#panel-b .says button.plain:last-of-type")
    page.page.keyboard.press("Enter")
    assert page.page.evaluate(active) == "panel-h"
    page.open("view=table")
    page.page.focus("#rows tr:nth-child(3) td:nth-child(3) button")
    before = page.page.evaluate(active)
    page.page.keyboard.press("Enter")
    assert page.page.evaluate(active) == before


def test_opened_evidence_stays_open(reader):
    """Evidence that was unfolded stays so while a clock moves and filters change."""
    page = reader(fragment="entity=chip")
    page.page.click("#panel-b details.more > summary")
    claim = page.page.inner_text("#panel-b details.more[open] .id code")
    page.page.fill("#as-of-date", "2024-06-01")
    page.page.check("input[name=floor][value=reported]")
    assert page.page.inner_text("#panel-b details.more[open] .id code") == claim


def test_tab_goes_everywhere_and_is_not_trapped(reader):
    """Tab reaches map, clocks, filters and panel, and comes round again."""
    page = reader()
    seen = []
    for _ in range(140):
        page.page.keyboard.press("Tab")
        seen.append(
            page.page.evaluate(
                "document.activeElement.id || document.activeElement.dataset.value || document.activeElement.tagName"
            )
        )
        if seen[-1] == "BODY":
            break
    assert {
        "skip",
        "q",
        "view-table",
        "path-open",
        "share",
        "theme",
        "lang",
        "map",
        "as-of",
        "as-of-date",
        "known-at",
        "Company",
        "fold",
    } <= set(seen)
    assert seen[-1] == "BODY"


def test_arrows_reach_every_entity(reader):
    """From any entity, arrow keys lead to every other one."""
    page = reader()
    reached, queue = set(), ["mesa"]
    while queue:
        here = queue.pop()
        if here in reached:
            continue
        reached.add(here)
        for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
            page.page.evaluate("(id) => { location.hash = 'entity=' + id }", here)
            page.until(f"document.querySelector('#panel-b > .id code')?.textContent === '{here}'")
            page.page.focus("#map")
            page.page.keyboard.press(key)
            queue.append(page.page.inner_text("#panel-b > .id code"))
    assert reached == set(page.shown()["entities"])


def test_changes_are_announced(reader):
    """A choice and a filter are said to a screen reader, in a sentence."""
    page = reader()
    page.page.fill("#q", "mesa")
    page.page.press("#q", "Enter")
    page.until("document.getElementById('live').textContent === 'Mesa Data, company, 9 claims'")
    page.page.check("input[name=floor][value=established]")
    page.until("document.getElementById('live').textContent.endsWith('claims shown')")


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 3840])
def test_no_width_scrolls_sideways(reader, width):
    """From a narrow telephone to 4K nothing sticks out, with the longest panel and the table open too."""
    page = reader("hostile", width=width, height=700)
    long = quote("W" * 300)
    for state in ("", f"entity={long}", "view=table", f"lang=ar&entity={long}", "as-of=2025-01-01&compare=2025-08-01"):
        page.page.evaluate("(hash) => { location.hash = hash }", state)
        page.page.wait_for_timeout(30)
        assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, state


def test_controls_are_large_enough(reader):
    """Every control is at least 24 by 24 CSS pixels (WCAG 2.2, 2.5.8), in every state; links stand inside sentences."""
    page = reader(width=390)
    for state in _STATES:
        page.page.evaluate("(hash) => { location.hash = hash }", state)
        page.page.wait_for_timeout(30)
        page.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.page.click("#share")
        small = page.page.evaluate("""[...document.querySelectorAll('button, input, select, summary, [role=option]')].filter(e => {
            const box = e.getBoundingClientRect(), label = e.closest('label')?.getBoundingClientRect();
            const height = Math.max(box.height, label?.height ?? 0), width = Math.max(box.width, label?.width ?? 0);
            return box.width && (height < 24 || width < 24);
        }).map(e => e.outerHTML.slice(0, 100))""")
        assert small == [], state


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (640, 512)])
def test_narrow_and_zoomed_pages_begin_with_the_map(reader, width, height):
    """On a telephone, and at 200 and 400 % zoom, the map comes before clocks, panel and filters and leaves room to scroll."""
    page = reader(width=width, height=height)
    tops = page.page.evaluate(
        "['stage', 'clocks', 'panel', 'filters'].map(id => document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert page.page.evaluate("document.getElementById('stage').clientHeight") <= 0.8 * height
    assert not page.page.is_visible("#peek")
    page.page.evaluate("location.hash = 'entity=mesa'")
    page.until("document.getElementById('panel-h').textContent === 'Mesa Data'")
    page.page.click("#peek")
    assert page.page.evaluate("document.activeElement.id") == "panel-h"
    assert page.page.evaluate("document.getElementById('panel-h').getBoundingClientRect().top") < height
    assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_claim_reads_subject_first_in_every_direction(reader, language):
    """On screen each subject stands left of its relation and that left of the object, whatever the page's direction."""
    page = reader(fragment=f"lang={language}", width=1900)
    for id_ in page.shown()["claims"]:
        page.page.evaluate("(hash) => { location.hash = hash }", f"lang={language}&claim={id_}")
        page.until(f"document.querySelector('#panel-b .id code')?.textContent === {json.dumps(id_)}")
        parts = page.page.eval_on_selector_all(
            "#panel-b article:first-of-type .says > *",
            "all => all.map(e => e.getClientRects()[0]).map(r => [(r.top + r.bottom) / 2, r.left])",
        )
        for (line, left), (next_line, next_left) in itertools.pairwise(parts):
            assert next_left > left if abs(next_line - line) < 8 else next_line > line, id_


def test_a_claim_as_plain_text_keeps_its_direction(reader):
    """Announced, cited and as a title in the picture, a right-to-left name is isolated, so that no reader turns it round."""
    page = reader()
    sentence = "\u2068חברת דוגמה בע״מ\u2069 invests in 예시 반도체"
    assert sentence in page.page.evaluate("aikg.svg()")
    page.page.evaluate("location.hash = 'entity=heb'")
    page.until("document.getElementById('panel-h').textContent === 'חברת דוגמה בע״מ'")
    page.page.focus("#map")
    page.page.keyboard.press("n")
    page.until(f"document.getElementById('live').textContent.startsWith({json.dumps(sentence)})")


def test_right_to_left_turns_the_page(reader):
    """In Arabic the page runs from right to left: filters right, panel left, names in Arabic where known."""
    page = reader(fragment="lang=ar&entity=northwind")
    assert page.page.evaluate("document.documentElement.dir + document.documentElement.lang") == "rtlar"
    left = "(id) => document.getElementById(id).getBoundingClientRect().left"
    assert page.page.evaluate(left, "filters") > page.page.evaluate(left, "panel")
    assert page.text("#panel-h") == "ريح الشمال"


def test_reduced_motion_is_obeyed(reader):
    """With reduced motion the map jumps instead of gliding, and play goes in few, slow steps."""
    page = reader()
    before = page.page.evaluate("aikg.where('rim')")
    page.page.evaluate("document.getElementById('zoom-in').click()")
    page.page.wait_for_timeout(30)
    after = page.page.evaluate("aikg.where('rim')")
    page.page.wait_for_timeout(300)
    assert before != after == page.page.evaluate("aikg.where('rim')")
    page.page.click("#as-of-play")
    start = page.page.input_value("#as-of")
    page.page.wait_for_timeout(600)
    assert page.page.input_value("#as-of") == start


# ---- colours: what axe cannot see, since it looks at no canvas and counts what it is unsure of as incomplete


def _themes():
    with open(os.path.join(_PAGE, "map.css"), encoding="utf-8") as file:
        css = file.read()
    light, dark = re.search(r":root\{(.*?)\}", css), re.search(r":root\[data-theme=dark\]\{(.*?)\}", css)
    return {
        name: dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", found.group(1), re.IGNORECASE))
        for name, found in (("light", light), ("dark", dark))
    }


def _rgb(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    return [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]


def contrast(one, other):
    """Return the contrast ratio of WCAG 2.2."""

    def luminance(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_can_be_read(theme):
    """Every ink has at least 4.5:1 on every ground it stands on."""
    colours = _themes()[theme]
    pairs = [
        (ink, ground) for ink in ("ink", "soft", "accent", "hostile", "friendly") for ground in ("back", "map", "card")
    ]
    pairs += [("on-accent", "accent"), ("warn-ink", "warn")]
    assert [(ink, ground) for ink, ground in pairs if contrast(colours[ink], colours[ground]) < 4.5] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_lines_stand_out(theme):
    """Every kind's mark and every line has at least 3:1 on the map, and every icon 3:1 on its mark."""
    colours = _themes()[theme]
    kinds = {name: mark.light if theme == "light" else mark.dark for name, mark in marks(vocabulary.load()).items()}
    faint = [
        name
        for name, colour in kinds.items()
        if contrast(colour, colours["map"]) < 3 or contrast(colour, colours["icon"]) < 3
    ]
    faint += [sign for sign in ("hostile", "neutral", "friendly") if contrast(colours[sign], colours["map"]) < 3]
    assert faint == []


def test_kinds_are_told_apart_without_colour():
    """Every kind has a known outline and an icon of its own; no two kinds share both."""
    with open(os.path.join(_PAGE, "40-shapes.js"), encoding="utf-8") as file:
        code = file.read()
    outlines = set(re.findall(r"^  (\w+): \"", code[: code.index("const ICON")], re.MULTILINE))
    icons = dict(re.findall(r"^  (\w+): \"(.*?)\",$", code[code.index("const ICON") :], re.MULTILINE))
    kinds = marks(vocabulary.load())
    assert [name for name, mark in kinds.items() if mark.shape not in outlines] == []
    assert sorted(kinds) == sorted(icons)
    assert len({(mark.shape, icons[name]) for name, mark in kinds.items()}) == len(kinds)
