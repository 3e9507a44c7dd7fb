"""A page asks nobody for anything, says what it holds, and never stays blank."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server

import pytest
from map_world import claim, table, world

from graph import vocabulary
from graph.maps import Drawing
from graph.maps.model import Edge, Holds, MapData, Node

_READY = "window.aikg?.ready !== undefined"


def _ready(page):
    for _ in range(200):
        if page.evaluate(_READY):
            return
        page.wait_for_timeout(25)
    pytest.fail("the page never became ready")


@pytest.fixture
def stalled():
    """Listen on loopback, accept whoever comes and never answer; yield the port and the list of those who came."""
    came = []
    server = create_server(("127.0.0.1", 0))

    def accept():
        while True:
            try:
                came.append(server.accept())
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1], came
    server.close()
    for connection, _ in came:
        connection.close()


def test_a_network_that_stalls_is_not_noticed(browser, files, stalled):
    """Behind a proxy that never answers the page opens, is used and exported, and the proxy sees no connection."""
    from playwright.sync_api import Error

    port, came = stalled
    context = browser.new_context(
        proxy={"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto((files / "world.html").as_uri() + "#entity=mesa")
    _ready(page)
    for fragment in (
        "path=ada~mesa",
        "view=table",
        "story=one-chip~2",
        "as-of=2025-02-01&compare=2025-04-01",
        "lang=ar",
    ):
        page.evaluate("(hash) => { location.hash = hash }", fragment)
        page.wait_for_timeout(20)
    page.evaluate("aikg.svg().length + aikg.csv().length + aikg.json().length")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(200)
    assert came == []
    with pytest.raises(Error, match="Timeout"):  # what does ask is seen
        context.new_page().goto("http://example.invalid/", timeout=400)
    assert came != []
    context.close()


def test_from_a_web_site_only_the_page_itself_is_asked_for(browser, files):
    """Published on a site and shown in a frame there, the page asks for nothing more, no icon either."""
    asked = []
    text = (files / "world.html").read_bytes()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = (
                text
                if self.path == "/map.html"
                else b"<!doctype html><title>t</title><iframe width=900 height=600 src='map.html#entity=mesa'></iframe>"
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/post.html")
    frame = page.frame_locator("iframe")
    frame.locator("#panel-h", has_text="Mesa Data").wait_for()
    frame.locator("#q").fill("ada")
    frame.locator("#q").press("Enter")
    frame.locator("#panel-h", has_text="Ada Example").wait_for()
    assert "entity=ada" in page.frames[1].evaluate("location.hash")
    page.close()
    server.shutdown()
    server.server_close()
    assert [path for path in asked if path != "/favicon.ico"] == ["/post.html", "/map.html"]


def test_the_code_to_embed_shows_the_view_it_was_copied_from(reader, tmp_path):
    """Pasted into another page, the frame opens what was on screen."""
    page = reader(fragment="path=ada~mesa")
    (tmp_path / "post.html").write_text(
        f"<!doctype html><title>p</title><script>window.aikg = {{ready: 1}}</script>{page.page.evaluate('aikg.embed()')}",
        encoding="utf-8",
    )
    frame = reader(tmp_path / "post.html").page.frame_locator("iframe")
    frame.locator("#panel-b .steps").first.wait_for()
    assert frame.locator("#panel-b .steps > li").count() == 3


def _lonely():
    said = Edge(id="x", subject="ada", relation="describedAs", object=None, text="alone", tables=(table("2024-01-01"),))
    return MapData(title="One", nodes=(world().nodes[0],), edges=(said,), holds=Holds(floor="alleged"))


def _crowd(number):
    nodes = tuple(Node(id=f"n{i:05d}", kind="Company", name=f"Company {i}") for i in range(number))
    edges = tuple(claim(f"n{i:05d}", "owns", f"n{i * 7 // 9:05d}", id_=f"e{i:05d}") for i in range(1, number))
    return MapData(title="Many", nodes=nodes, edges=edges, sources=world().sources, holds=Holds(floor="alleged"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (MapData(title="None"), "0 entities, 0 claims shown"),
        (_lonely(), "1 entity, 1 claim shown"),
        (_crowd(1500), "1,500 entities, 1,499 claims shown"),
    ],
    ids=["none", "one", "many"],
)
def test_maps_of_any_size_show_something(reader, tmp_path, data, said):
    """No entity, one, and thousands: a sentence or a map, never a blank, and the whole page works."""
    Drawing(data, vocabulary.load()).save(tmp_path / "map.html")
    page = reader(tmp_path / "map.html")
    assert page.text("#count") == said
    assert page.page.is_visible("#message") == (not data.nodes)
    colours = page.page.evaluate("""() => {
        const canvas = document.querySelector("#map canvas"), {width, height} = canvas;
        return new Set(new Uint32Array(canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer)).size;
    }""")
    assert colours > 1 or not data.nodes
    for state in ("view=table", "as-of=2025-01-01&compare=2026-01-01", "lang=ar"):
        page.page.evaluate("(hash) => { location.hash = hash }", state)
        page.page.wait_for_timeout(20)
    assert page.page.evaluate("aikg.svg().length + aikg.csv().length + aikg.json().length") > 500


@pytest.mark.parametrize(
    "lacking",
    ["HTMLCanvasElement.prototype.getContext = () => null", "delete globalThis.Path2D", "delete Object.hasOwn"],
    ids=["canvas", "paths", "old"],
)
def test_a_browser_that_lacks_something_says_so(browser, files, lacking):
    """Without a canvas, or in an old browser, a sentence stands where the map would: no dead controls."""
    page = browser.new_page()
    page.add_init_script(lacking)
    page.goto((files / "world.html").as_uri())
    page.wait_for_timeout(100)
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    assert page.inner_text("#broken").startswith("This map could not start in this browser.")
    assert page.is_visible("#broken")
    assert not page.is_visible("#share")
    page.close()


def test_without_javascript_the_page_says_what_it_holds(browser, files):
    """With scripts off one sentence says what is in the file and how to get at it; nothing pretends to work."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((files / "world.html").as_uri())
    page.wait_for_timeout(100)
    text = page.inner_text("body")
    assert "This map needs JavaScript" in text
    assert f"12 entities, 18 claims and 3 sources (content {world().digest()[:12]})" in text
    assert "could not start" not in text
    assert not page.is_visible("#share")
    context.close()


def test_the_same_facts_give_the_same_file_anywhere(world, tmp_path):
    """From facts to file through the command: other hash seed, locale, encoding, time zone and folder, same bytes."""
    settings = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "UTC"},
        {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    ]
    made = []
    for number, setting in enumerate(settings):
        folder = tmp_path / f"at {number}"
        folder.mkdir()
        command = [sys.executable, "-m", "graph.cli", "map", "--facts", world, "-o", "map.html"]
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        subprocess.run(
            command, env={**os.environ, "PYTHONPATH": root, **setting}, cwd=folder, check=True, capture_output=True
        )
        made.append((folder / "map.html").read_bytes())
    assert made[0] == made[1]
