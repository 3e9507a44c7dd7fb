"""Texts that try to break out of a page, and a map that has each of them in every field that holds text."""

from map_world import day, table

from graph.maps.model import (
    Card,
    Course,
    CourseStep,
    Edge,
    Holds,
    MapData,
    Node,
    SourceCard,
    StoryCard,
    StoryStep,
    Stretch,
    Turn,
    Witness,
)

_RUN = "window.__broken=1"
PAYLOADS = (
    # elements and their ends
    f"</script><script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f'"><svg onload={_RUN}>',
    f"<!--<script>{_RUN}</script>-->",
    f"--><script>{_RUN}</script>",
    f"]]><script>{_RUN}</script>",
    "</textarea><iframe srcdoc='<script>parent.__broken=1</script>'>",
    f"</style><script>{_RUN}</script>",
    f"</title><script>{_RUN}</script>",
    f"</noscript><img src=x onerror={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_RUN}>",
    f"<details open ontoggle={_RUN}>",
    f"<body onload={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<object data='javascript:{_RUN}'></object>",
    f"<embed src='javascript:{_RUN}'>",
    f"<iframe src='javascript:parent.{_RUN}'></iframe>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_RUN}'>",
    "<base href='https://example.invalid/'>",
    "<link rel=stylesheet href='https://example.invalid/x.css'>",
    "<style>@import 'https://example.invalid/x.css';*{display:none}</style>",
    "<form action='https://example.invalid/'><button>send</button></form>",
    f"<a href=javascript:{_RUN}>x</a>",
    f"<x contenteditable onblur={_RUN} tabindex=1>",
    f"<template shadowrootmode=open><script>{_RUN}</script></template>",
    # attributes, strings and templates
    f"' onmouseover='{_RUN}' x='",
    f'" autofocus onfocus="{_RUN}',
    f"` onmouseover={_RUN} `",
    f"'-{_RUN}-'",
    f'"-{_RUN}-"',
    f"\\';{_RUN}//",
    f"\\u003cimg src=x onerror={_RUN}\\u003e",
    "&lt;b&gt;&amp;lt;&#x3c;script&#x3e;",
    f"{{{{7*7}}}}${{{_RUN}}}#{{1}}<%= 1 %>",
    f"{{% raw %}}{{{{ ''.__class__ }}}}{{% endraw %}}<script>{_RUN}</script>",
    "{name} {nodes} {x} $& $1 $`",
    f"%3Cscript%3E{_RUN}%3C/script%3E",
    f"＜script＞{_RUN}＜/script＞",
    f"+ADw-script+AD4-{_RUN}+ADw-/script+AD4-",
    # addresses
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f"data:text/html,<script>parent.{_RUN}</script>",
    f"vbscript:{_RUN}",
    f"blob:https://example.invalid/{_RUN}",
    "//example.invalid/x",
    "https://user:word@example.invalid/",
    f'https://example.invalid/"onmouseover={_RUN}',
    "file:///etc/passwd",
    # keys of objects
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    # spreadsheets
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.invalid/","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    " =1+1",
    "＝1+1",
    # characters that are not seen, or turn the line
    f"\u2028{_RUN}\u2029",
    "\u202e\u2066reversed\u2069",
    "a\u0000b\u0008c\u001b[31md",
    "\ufffe\ufeff\U000e0041",
    "e\u0301" * 200,
    "W" * 300,
    "~".join("abc"),
    "#as-of=2020-01-01&entity=x",
)
_FIELDS = "note fact event exception says alias ar zh".split()


def marked(text: str, field: str) -> str:
    """Return a payload with the name of its field behind it, as a comment that keeps scripts intact."""
    return f"{text}//{field}"


def _node(text: str) -> Node:
    note, fact, event, exception, says, alias, ar, zh = (marked(text, field) for field in _FIELDS)
    began = day("2025-03-01")
    turns = (
        Turn("event", "event" + text, text, True, (Stretch(began, None, "yes"),)),
        Turn("exception", "exception" + text, text, True, (Stretch(None, began, "yes"),)),
    )
    return Node(
        id=text,
        kind="Restriction",
        name=text,
        names=(("ar", ar), ("zh", zh)),
        aliases=(alias,),
        note=note,
        card=Card(
            facts=((text, fact),),
            events=((text, event, text),),
            exceptions=(exception,),
            witnesses=(Witness(doc=text, modality="reported", says=says),),
            course=Course(docs=(text,), tables=(("alleged", (CourseStep(None, turns),)),)),
        ),
    )


def _witness(text: str) -> Witness:
    return Witness(
        doc=text,
        modality="denied",
        via=(marked(text, "via"),),
        speaker=marked(text, "speaker"),
        speaks_for=marked(text, "for"),
        where=marked(text, "where"),
        says=marked(text, "told"),
        quote=marked(text, "quote"),
        note=marked(text, "remark"),
        differs=((text, marked(text, "differs")),),
    )


def _edges(text: str, other: str) -> tuple[Edge, Edge]:
    return (
        Edge(
            id="e" + text,
            subject=text,
            relation="owns",
            object=other,
            dates=(("since", marked(text, "since")),),
            facts=((text, marked(text, "figure")),),
            tables=(table("2024-01-01", "2025-06-30"),),
            docs=(text,),
            witnesses=(_witness(text),),
        ),
        Edge(
            id="t" + text,
            subject=text,
            relation="describedAs",
            object=None,
            text=marked(text, "text"),
            tables=(table("2024-01-01"),),
            docs=(text,),
            witnesses=(Witness(doc=text, modality="reported"),),
        ),
    )


def seen(text: str) -> str:
    """Return a payload as a page shows it: what is not seen, or turns the line, is U+FFFD."""
    for character in text:
        if (
            ord(character) < 32 and character not in "\t\n\r"
        ) or character in "\u202e\u2066\u2069\ufffe\ufeff\U000e0041":
            text = text.replace(character, "\ufffd")
    return text


IN_PANEL = (
    *("alias", "note", "fact", "event", "exception", "says", "via", "speaker", "for", "where", "told", "quote"),
    *("remark", "differs", "since", "figure", "text", "title", "publisher", "language"),
)
"""The fields that an entity's panel shows in English; the others are seen elsewhere."""


def hostile() -> MapData:
    """Return a map with every payload in every field that holds text, ids included."""
    pairs = zip(PAYLOADS, (*PAYLOADS[1:], PAYLOADS[0]), strict=True)
    return MapData(
        title=PAYLOADS[0] + PAYLOADS[1],
        nodes=tuple(_node(text) for text in PAYLOADS),
        edges=tuple(edge for pair in pairs for edge in _edges(*pair)),
        sources=tuple(
            SourceCard(
                id=text,
                kind="NewsArticle",
                title=marked(text, "title"),
                publisher=marked(text, "publisher"),
                url=text,
                published=text,
                retrieved=text,
                language=marked(text, "language"),
                note=text,
            )
            for text in PAYLOADS
        ),
        stories=tuple(
            StoryCard(
                id=text,
                title=text,
                summary=marked(text, "summary"),
                steps=(StoryStep(caption=marked(text, "caption"), claims=("e" + text,)),),
            )
            for text in PAYLOADS
        ),
        holds=Holds(floor="alleged", only=(PAYLOADS[3],), focus=(PAYLOADS[4],), hops=2),
    )
