"""An invented map that uses everything a page can show."""

from datetime import date

from graph.maps.model import (
    Card,
    Course,
    CourseStep,
    Edge,
    Holds,
    MapData,
    Node,
    SourceCard,
    Span,
    Step,
    StoryCard,
    StoryStep,
    Stretch,
    Table,
    Turn,
    Witness,
)


def day(text: str) -> int:
    """Return a day as an ordinal."""
    return date.fromisoformat(text).toordinal()


def table(since=None, until=None, *, known=None, status="single-source", layer="reported", flags=(), roots=1) -> Table:
    """Return the table of a claim known from a day on that holds certainly between two days."""
    span = Span(since and day(since), until and day(until), True)
    step = Step(
        known_from=known and day(known),
        certain=True,
        status=status,
        layer=layer,
        flags=flags,
        roots=roots,
        spans=(span,),
    )
    return Table(None, (step,))


def claim(subject, relation, object_, *, tables=None, doc="wire", said="reported", id_=None, **more) -> Edge:
    """Return an edge with one witness."""
    return Edge(
        id=id_ or f"{subject}.{relation}.{object_}",
        subject=subject,
        relation=relation,
        object=object_,
        tables=tables or (table("2024-01-01", known="2024-02-01"),),
        witnesses=more.pop("witnesses", (Witness(doc=doc, modality=said, says=f"{subject} {relation} {object_}."),)),
        docs=more.pop("docs", (doc,)),
        **more,
    )


def _course() -> CourseStep:
    """Return what is known of the bar from its day on: in force for half a year, with an exception inside."""
    began, ended, excepted = day("2025-03-01"), day("2025-08-31"), day("2025-04-01")
    status = (
        Stretch(None, began - 1, "NOT_YET"),
        Stretch(began, ended, "IN_FORCE"),
        Stretch(ended + 1, None, "ENDED"),
    )
    return CourseStep(
        began,
        (
            Turn("restriction", "bar", "", True, status),
            Turn("exception", "bar.exceptions.1", "1", True, (Stretch(excepted, None, "yes"),)),
        ),
    )


def world() -> MapData:
    """Return twelve entities and a restriction with claims of every layer, status and flag."""
    nodes = (
        Node(id="ada", kind="Person", name="Ada Example"),
        Node(id="atlantis", kind="Place", name="Atlantis", passable=False),
        Node(
            id="bar",
            kind="Restriction",
            name="Northwind's bar on Mesa",
            passable=False,
            card=Card(
                facts=(("issued by", "Northwind AI"), ("says", "prohibited: use")),
                events=(("bar.effective", "effective", "2025-03-01"), ("bar.lifted", "lifted", "2025-09-01")),
                exceptions=("Ada Example, since 2025-04-01",),
                course=Course(
                    docs=("terms",),
                    tables=tuple((floor, (_course(),)) for floor in ("established", "reported", "alleged")),
                ),
            ),
        ),
        Node(id="chip", kind="Chip", name="Example One"),
        Node(id="dhaka", kind="Company", name="شركة الذكاء النموذجية", names=(("en", "Model Intelligence"),)),
        Node(id="heb", kind="Fund", name="חברת דוגמה בע״מ"),
        Node(id="kor", kind="Company", name="예시 반도체"),
        Node(id="mesa", kind="Company", name="Mesa Data", aliases=("Müsli Data",)),
        Node(id="northwind", kind="Company", name="Northwind AI", names=(("ar", "ريح الشمال"), ("zh", "北风智能"))),
        Node(id="qzsc", kind="Company", name="启智算力（示例）"),
        Node(id="rim", kind="Fund", name="Rim Capital"),
        Node(id="yukari", kind="Institution", name="株式会社ゆかり例示"),
    )
    edges = (
        claim(
            "ada",
            "founds",
            "northwind",
            tables=(table("2018-01-01", known="2018-05-01", status="confirmed", layer="established"),),
        ),
        claim(
            "northwind",
            "develops",
            "chip",
            dates=(("since", "2023-03"),),
            tables=(table("2023-03-01", known="2023-03-14", status="official", layer="established"),),
        ),
        claim("mesa", "uses", "chip", tables=(table("2023-06-01", "2025-02-28", known="2023-07-01"),)),
        claim(
            "rim",
            "investsIn",
            "mesa",
            tables=(table("2022-02-20", known="2022-03-01", status="corroborated", roots=2),),
            facts=(("amount", "2 million USD"),),
        ),
        claim("rim", "owns", "mesa", tables=(table("2022-02-20", known="2022-03-01"),), facts=(("share", "> 50 %"),)),
        claim("rim", "controls", "mesa", tables=(table("2022-02-20", known="2022-03-01"),)),
        claim("qzsc", "competesWith", "kor"),
        claim("kor", "supplies", "mesa"),
        claim("heb", "investsIn", "kor", tables=(table("2021-11-11", known="2021-12-01", flags=("expected",)),)),
        claim("yukari", "partnersWith", "dhaka"),
        claim(
            "dhaka",
            "accuses",
            "mesa",
            said="alleged",
            tables=(
                table(
                    "2025-01-01",
                    known="2025-01-02",
                    layer="alleged",
                    status="unattributed",
                    roots=0,
                    flags=("disputed",),
                ),
            ),
            docs=("mesa-post", "wire"),
            witnesses=(
                Witness(doc="wire", modality="alleged", speaker="dhaka", via=("mesa-post",), where="paragraph 3"),
                Witness(
                    doc="mesa-post", modality="denied", speaker="mesa", speaks_for="rim", differs=(("on", "2025"),)
                ),
            ),
        ),
        claim("mesa", "headquarteredIn", "atlantis"),
        claim(
            "qzsc",
            "headquarteredIn",
            "atlantis",
            tables=(
                Table(
                    None,
                    (
                        Step(
                            known_from=day("2024-02-01"),
                            certain=True,
                            status="single-source",
                            layer="reported",
                            roots=1,
                            spans=(
                                Span(day("2024-01-01"), day("2024-12-31"), False),
                                Span(day("2025-01-01"), None, True),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Edge(
            id="mesa.describedAs.small",
            subject="mesa",
            relation="describedAs",
            object=None,
            text="a small company",
            tables=(table("2024-01-01", known="2024-02-01"),),
            docs=("wire",),
            witnesses=(Witness(doc="wire", modality="reported"),),
        ),
        *(
            Edge(
                id=id_,
                subject=subject,
                relation=relation,
                object=object_,
                docs=("terms",),
                restriction="bar",
                short_cut=short,
                witnesses=(Witness(doc="terms", modality="official"),),
                tables=tuple(
                    Table(
                        None,
                        (
                            Step(
                                known_from=day("2025-03-01"),
                                certain=True,
                                status="official",
                                layer="established",
                                roots=1,
                                spans=(Span(day("2025-03-01"), day("2025-08-31"), True, "IN_FORCE"),),
                            ),
                        ),
                        floor,
                    )
                    for floor in ("established", "reported", "alleged")
                ),
            )
            for id_, subject, relation, object_, short in (
                ("bar.imposes", "northwind", "imposes", "bar", False),
                ("bar.restricts.mesa", "bar", "restricts", "mesa", False),
                ("bar.covers.chip", "bar", "covers", "chip", False),
                ("bar.prohibitsUseOf.chip", "northwind", "prohibitsUseOf", "chip", True),
            )
        ),
    )
    sources = (
        SourceCard(
            id="mesa-post",
            kind="BlogPost",
            title="Mesa answers",
            tier="B",
            published="2025-01-03",
            url="https://example.org/mesa",
        ),
        SourceCard(
            id="terms",
            kind="PolicyPage",
            title="Terms of Northwind",
            publisher="Northwind AI",
            tier="A",
            published="2025-03-01",
        ),
        SourceCard(
            id="wire",
            kind="NewsArticle",
            title="Example Wire",
            publisher="Example Wire",
            tier="A",
            published="2024-02-01",
            url="https://example.org/wire",
            language="en",
        ),
    )
    story = StoryCard(
        id="one-chip",
        title="One chip",
        summary="A chip is made, used and barred.",
        steps=(
            StoryStep(caption="Northwind makes it.", claims=("northwind.develops.chip",)),
            StoryStep(caption="Then it bars Mesa.", claims=("bar.effective",), as_of=day("2025-04-01")),
        ),
    )
    return MapData(
        title="An invented industry",
        nodes=nodes,
        edges=tuple(sorted(edges, key=lambda edge: edge.id)),
        sources=sources,
        stories=(story,),
        holds=Holds(floor="alleged", licence="CC BY 4.0"),
    )
