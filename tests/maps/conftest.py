"""A real Chromium for the map tests, started once."""

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, os.path.dirname(__file__))  # importlib mode puts no folder of tests on the path

from hostile_world import hostile
from map_world import world

import graph
from graph import maps, vocabulary
from graph.maps import Drawing

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --force-color-profile=srgb"
).split()
_WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__violations.push(event.violatedDirective + " " + event.blockedURI));
"""


def _missing(sentence):
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser():
    """Chromium through Playwright, with a fresh profile."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        _missing("needs Chromium: install it or set CHROMIUM to its path")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("needs Playwright: pip install playwright")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()


class Reader:
    """One page as a reader has it: no network, requests and complaints written down."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.requests, self.complaints = [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))

    def open(self, fragment=""):
        """Open the page anew, with a fragment."""
        self.page.goto("about:blank")
        self.page.goto(self.address + (f"#{fragment}" if fragment else ""))
        self.until("window.aikg?.ready !== undefined")
        return self

    def until(self, condition):
        """Wait for a condition; Playwright's own waiting evaluates text, which the page's policy forbids."""
        for _ in range(400):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(25)
        pytest.fail(f"never came true: {condition}")

    def shown(self):
        """List the ids that are shown."""
        return self.page.evaluate("aikg.shown()")

    def lit(self):
        """List the ids that are brought out."""
        return self.page.evaluate("aikg.lit()")

    def fragment(self):
        """Return what the address says; it may be written a moment after what was done in quick succession."""
        self.page.wait_for_timeout(160)
        return self.page.evaluate("location.hash.slice(1)")

    def text(self, selector):
        """Return the text one can see."""
        return self.page.inner_text(selector)

    def click_on(self, id_):
        """Click on a node or edge by its id."""
        point = self.page.evaluate("(id) => aikg.where(id)", id_)
        self.page.mouse.click(point["x"], point["y"])
        self.page.wait_for_timeout(80)

    def clean(self):
        """Assert that nothing left the file, nothing was refused and nothing failed."""
        assert [url for url in self.requests if not url.startswith(("file:", "about:", "blob:"))] == []
        assert self.page.evaluate("window.__violations") == []
        assert self.complaints == []
        assert self.page.evaluate("window.__broken") is None


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Write the worlds as pages on disk."""
    folder = tmp_path_factory.mktemp("maps")
    words = vocabulary.load()
    for name, data in (("world", world()), ("hostile", hostile())):
        Drawing(data, words).save(folder / f"{name}.html")
    return folder


@pytest.fixture
def reader(browser, files):
    """Open a page: ``reader("world", fragment="…", width=…)``; checked for cleanliness at the end."""
    opened = []

    def start(name="world", fragment="", *, width=1280, height=900, clean=True, **options):
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, accept_downloads=True, **options
        )
        context.add_init_script(_WATCH)
        path = name if isinstance(name, Path) else files / f"{name}.html"
        found = Reader(context.new_page(), path.as_uri())
        opened.append((context, found, clean))
        return found.open(fragment)

    yield start
    for context, found, clean in opened:
        if clean:
            found.clean()
        context.close()


@pytest.fixture(scope="session")
def facts():
    """Load the project's own facts."""
    return graph.load()


@pytest.fixture(scope="session")
def seeds(facts, tmp_path_factory):
    """Draw the whole history at the lowest floor."""
    path = tmp_path_factory.mktemp("seeds") / "seeds.html"
    maps.draw(facts.view(floor="alleged")).save(path)
    return path
