"""For everybody: keyboard, screen reader, any width, any direction, any colours."""

import os
import re
from urllib.parse import quote

import pytest

from graph import vocabulary
from graph.maps.marks import marks

_AXE = os.path.join(os.path.dirname(__file__), "vendor", "axe.min.js")
_PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "graph", "maps", "page")


def violations(page):
    """Run axe-core (all its rules, best practices included) in a world of its own and list what it finds."""
    with open(_AXE, encoding="utf-8") as file:
        page.page.evaluate(file.read())
    found = page.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]


_STATES = ("", "entity=mesa", "claim=dhaka.accuses.mesa", "path=ada~mesa", "story=one-chip~2", "view=table")


@pytest.mark.parametrize(
    ("scheme", "language", "states"),
    [("light", "en", _STATES), ("dark", "en", _STATES[:3]), ("light", "ar", _STATES[2:4]), ("dark", "ar", _STATES[4:])],
)
def test_axe_finds_nothing(reader, scheme, language, states):
    """No violation at the start, with an entity, a claim, a path, a story or the table open."""
    page = reader(color_scheme=scheme, fragment=f"lang={language}")
    for state in states:
        page.page.evaluate("(hash) => { location.hash = hash }", f"lang={language}&{state}")
        page.page.wait_for_timeout(30)
        page.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        if state == states[-1]:
            page.page.click("#share")
        assert violations(page) == [], state


def test_all_of_it_by_keyboard(reader):
    """Search, walk to entities and claims, read details, move a clock and open a menu without a pointer."""
    page = reader()
    keys = page.page.keyboard
    keys.press("/")
    assert page.page.evaluate("document.activeElement.id") == "q"
    keys.type("mesa")
    keys.press("Enter")
    assert page.text("#panel-h") == "Mesa Data"
    page.page.focus("#map")
    keys.press("n")
    assert "claim=" in page.fragment()
    first = page.fragment()
    keys.press("n")
    assert page.fragment() != first
    keys.press("p")
    assert page.fragment().split("&at=")[0] == first.split("&at=")[0]
    keys.press("Enter")
    assert page.page.evaluate("document.activeElement.id") == "panel-h"
    page.page.focus("#map")
    keys.press("Escape")
    assert "claim=" not in page.fragment()
    page.page.focus("#share")
    keys.press("Enter")
    keys.press("ArrowDown")
    assert page.page.evaluate("document.activeElement.textContent") == "Copy code to embed"
    keys.press("Escape")
    assert page.page.evaluate("document.activeElement.id") == "share"


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
    """Every control is at least 24 by 24 CSS pixels (WCAG 2.2, 2.5.8), or is a link inside a sentence."""
    page = reader(fragment="entity=mesa", width=390)
    page.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    small = page.page.evaluate("""[...document.querySelectorAll('button, input, select, summary')].filter(e => {
        const box = e.getBoundingClientRect(), label = e.closest('label')?.getBoundingClientRect();
        const height = Math.max(box.height, label?.height ?? 0), width = Math.max(box.width, label?.width ?? 0);
        return box.width && (height < 24 || width < 24);
    }).map(e => e.outerHTML.slice(0, 100))""")
    assert small == []


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_claim_reads_subject_first_in_every_direction(reader, language):
    """On screen the subject stands left of the relation and that left of the object, whatever the page's direction."""
    page = reader(fragment=f"lang={language}&claim=yukari.partnersWith.dhaka")
    page.open(f"lang={language}&claim=heb.investsIn.kor")
    left = page.page.eval_on_selector_all(
        "#panel-b .says:first-child > *", "all => all.map(e => [e.textContent, e.getBoundingClientRect().left])"
    )
    assert [text for text, _ in left] == ["חברת דוגמה בע״מ", "invests in", "예시 반도체"]
    assert [x for _, x in left] == sorted(x for _, x in left)


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
