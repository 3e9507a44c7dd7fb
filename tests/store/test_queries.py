"""What the named queries answer: on the two reports the project starts from, and on the invented world."""

import pytest


def rows(view, name, *columns, **given):
    """Ask a named query and return some of its columns as tuples, in the order of the answer."""
    found = view.query(name, **given)
    return [tuple(row[column] for column in columns or found.variables) for row in found.rows]


# ---- the two reports


def test_31_what_rests_on_one_source(reports):
    """Claims whose documents all lead to one end: the report itself, or what it passes on."""
    found = dict(rows(reports, "single-source", "claim", "source"))
    assert found["glm-5-2.hasCapability.coding"] == "s000"
    assert found["anthropic.describedAs.gone-back-on-its-detection-efforts"] == "unspecified-reports-s000"
    assert found["user-detection.describedAs.experiment"] == "thariq-x-post"
    assert "alibaba.nationality.china" not in found
    assert "anthropic.releases.user-detection" not in found


def test_32_what_is_in_both_reports(reports):
    """The ban, its day, the maker of the tool and the quoted words are in both; the models are not."""
    found = {what for (what,) in rows(reports, "in-both", "what", first="s000", second="s002")}
    assert {
        "alibaba-claude-code-ban",
        "alibaba-claude-code-ban.effective",
        "alibaba-qoder-direction",
        "alibaba.classifies.claude-code",
        "anthropic.develops.claude-code",
        "anthropic.releases.user-detection",
        "qoder.alternativeTo.claude-code",
        "user-detection.describedAs.experiment",
    } <= found
    assert not {"anthropic.develops.mythos-5", "us-export-fable-mythos", "z-ai.releases.glm-5-2"} & found


def test_33_the_ban_has_two_documents_and_no_identified_root(reports):
    """Both reports rest on reports that they do not name."""
    found = rows(reports, "roots", "document", "as", "source", "identified", of="alibaba-claude-code-ban")
    assert found == [
        ("s000", "expected", "multiple-news-reports-s000", "false"),
        ("s002", "expected", "multiple-reports-s002", "false"),
        ("s002", "reported", "multiple-reports-s002", "false"),
    ]


def test_34_who_first_alleged_covert_detection(seeds):
    """One report names The Information, the other a Reddit post; neither of the two is dated."""
    view = seeds.view(only=("s000", "s002"), floor="alleged")
    found = rows(view, "appearances", "claim", "as", "document", "source", of="user-detection")
    covert = [row[1:] for row in found if row[0] == "user-detection.describedAs.covert"]
    assert covert == [("alleged", "s000", "the-information-report"), ("alleged", "s002", "reddit-post")]


def test_35_spyware_is_one_report_s_word_and_alleged(seeds):
    """The word stays attributed."""
    view = seeds.view(only=("s000", "s002"), floor="alleged")
    found = rows(view, "said-of", "claim", "layer", "as", "speaker", "document", of="user-detection")
    spyware = [row for row in found if row[0] == "user-detection.describedAs.spyware"]
    assert spyware == [("user-detection.describedAs.spyware", "alleged", "alleged", "the-information", "s000")]


def test_36_its_removal_is_expected_and_not_confirmed(reports):
    """An intention to remove is not a removal."""
    found = rows(reports, "said-of", "claim", "as", "document", of="user-detection")
    removal = [row for row in found if row[0] == "anthropic.withdraws.user-detection"]
    assert removal == [
        ("anthropic.withdraws.user-detection", "expected", "s000"),
        ("anthropic.withdraws.user-detection", "expected", "s002"),
    ]


def test_37_and_43_who_is_quoted_and_for_whom(reports):
    """One man for Anthropic in both reports; nobody for Alibaba or the Department of Commerce."""
    found = {row[:3] for row in rows(reports, "quoted", "speaker", "for", "document")}
    assert found == {
        ("anthropic", None, "s000"),
        ("some-experts", None, "s000"),
        ("thariq-shihipar", "anthropic", "s000"),
        ("thariq-shihipar", "anthropic", "s002"),
        ("the-information", None, "s000"),
    }


def test_38_the_sources_that_are_not_identified(reports):
    """The reports themselves, and whatever they pass on without naming it."""
    found = {(source, document) for source, document in rows(reports, "unidentified-sources", "source", "document")}
    assert found == {
        ("anthropic-statement-2026-07", "s000"),
        ("multiple-news-reports-s000", "s000"),
        ("multiple-reports-s002", "s002"),
        ("s000", "s000"),
        ("s002", "s002"),
        ("unnamed-experts-s000", "s000"),
        ("unspecified-reports-s000", "s000"),
        ("unspecified-reports-s002", "s002"),
    }


def test_39_where_the_reports_differ(reports):
    """A day without its year, days that one does not give, and the wording of Anthropic's bar."""
    found = set(rows(reports, "differences", "what", "key", "document", "given"))
    assert {
        ("alibaba-claude-code-ban.effective", "on", "s002", "?2026-07-10"),
        ("alibaba-qoder-direction.effective", "on", "s002", "none"),
        ("anthropic-china-bar", "assets", "s002", "anthropic-china-bar.variant.1"),
        ("anthropic-china-bar", "force", "s002", "anthropic-china-bar.variant.2"),
        ("anthropic.releases.user-detection", "on", "s000", "none"),
    } <= found
    assert not [row for row in found if row[0].startswith("us-export")]


def test_39_the_ban_is_put_as_expected_and_as_done(reports):
    """A contradiction names what it is about."""
    found = rows(reports, "contradictions", "kind", "claim")
    assert ("expected", "alibaba-claude-code-ban") in found
    assert ("wording", "anthropic-china-bar.variant.1") in found


def test_42_when_claims_first_appeared(reports):
    """The dated report dates what it says; what only the undated one says is left out."""
    found = dict(rows(reports, "first-appearances", "claim", "first"))
    assert set(found.values()) == {"2026-07-05"}
    assert "anthropic-models.includes.claude" not in found


def test_44_alibaba_has_not_confirmed_its_ban_in_the_reports(reports):
    """No row: no document has a word of Alibaba's. Anthropic speaks of the American restrictions."""
    assert rows(reports, "confirmations", party="alibaba", about="alibaba-claude-code-ban") == []
    found = rows(reports, "confirmations", "part", "as", "document", party="anthropic", about="us-export-fable-mythos")
    assert (None, "confirmed", "s000") in found
    assert ("us-export-fable-mythos.lifted", "confirmed", "s000") in found


def test_46_the_alternatives_to_claude_code(reports):
    """Qoder, in both reports."""
    found = rows(reports, "alternatives", "alternative", "claim", "layer", to="Claude Code")
    assert found == [("qoder", "qoder.alternativeTo.claude-code", "reported")]


def test_51_the_reports_give_no_figure(reports):
    """Neither says a share, an amount or a count."""
    assert rows(reports, "figures") == []


def test_54_what_falls_due_after_the_first_report(reports):
    """The ban's day."""
    found = rows(reports, "due", "on", "event", "what", **{"from": "2026-07-06", "to": "2026-10-03"})
    assert found == [("2026-07-10", "effective", "alibaba-claude-code-ban.effective")]


def test_57_what_the_claims_lack(reports):
    """No claim of the reports lacks a wording; most lack a date and an identified root."""
    found = set(rows(reports, "incomplete", "claim", "lacks"))
    assert ("anthropic.develops.claude-code", "date") in found
    assert ("alibaba.ownsProduct.qoder", "source") in found
    assert ("z-ai.releases.glm-5-2", "date") not in found
    assert {lacks for _, lacks in found} == {"date", "source"}


def test_58_entities_without_an_identifier(reports):
    """Qoder has none that was verified; Alibaba has."""
    found = {entity for (entity,) in rows(reports, "identifiers", "entity")}
    assert "qoder" in found
    assert "alibaba" not in found


@pytest.mark.parametrize(
    "frame", [{}, {"floor": "alleged"}, {"as_of": "2026-07-06"}, {"only": ("s000", "s002")}], ids=str
)
def test_60_no_direct_triple_is_without_a_claim(seeds, world_graph, frame):
    """The answer must be empty on every view."""
    assert rows(seeds.view(**frame), "unclaimed") == []
    if "only" not in frame:
        assert rows(world_graph.view(**frame), "unclaimed") == []


def test_18_and_30_who_issues_which_rules(reports):
    """Two companies and one government body; Alibaba's ban is a company's rule."""
    assert rows(reports, "restrictions-by-issuer", "type", "issuer", "restriction", "instrument") == [
        ("ai:Company", "alibaba", "alibaba-claude-code-ban", "InternalPolicy"),
        ("ai:Company", "alibaba", "alibaba-qoder-direction", "InternalPolicy"),
        ("ai:Company", "anthropic", "anthropic-china-bar", "notStated"),
        ("ai:GovernmentBody", "us-department-of-commerce", "us-export-fable-mythos", "notStated"),
    ]


def test_19_what_government_bodies_do(reports):
    """One imposes a restriction on two models, one seeks curbs."""
    assert rows(reports, "government-acts", "body", "relation", "object") == [
        ("us-department-of-commerce", "ai:imposes", "us-export-fable-mythos"),
        ("us-department-of-commerce", "ai:restrictsExportOf", "claude-fable-5"),
        ("us-department-of-commerce", "ai:restrictsExportOf", "mythos-5"),
        ("us-government", "ai:seeks", "curbs on access to cutting-edge models"),
    ]


def test_20_alibaba_and_anthropic_restrict_each_other(reports):
    """Alibaba names a tool of Anthropic's; Anthropic tests a nationality that Alibaba has."""
    found = rows(
        reports, "mutual-restrictions", "issuer", "restriction", "how", "what", first="alibaba", second="anthropic"
    )
    assert found == [
        ("alibaba", "alibaba-claude-code-ban", "asset", "claude-code"),
        ("anthropic", "anthropic-china-bar", "nationality", "china"),
    ]
    swapped = rows(
        reports, "mutual-restrictions", "issuer", "restriction", "how", "what", first="anthropic", second="alibaba"
    )
    assert swapped == found


def test_20_on_a_day_the_answer_says_who_is_covered(seeds):
    """Asked with a day, the coverage of the rule is an answer of its own."""
    view = seeds.view(only=("s000", "s002"), as_of="2026-07-12")
    found = rows(view, "mutual-restrictions", "restriction", "how", "what", first="alibaba", second="anthropic")
    assert ("anthropic-china-bar", "covered", "YES") in found


def test_21_causal_statements_are_their_writers_opinions(reports):
    """Four, none of them a fact."""
    found = rows(reports, "causes", "cause", "effect", "as", "document")
    assert found == [
        ("anthropic", "alibaba-claude-code-ban", "opinion", "s002"),
        ("us-based-ai-models", "major-chinese-tech-firms.interestedIn.local-ai-tools", "opinion", "s002"),
        ("us-government", "people-worldwide.interestedIn.chinese-ai-models", "opinion", "s000"),
        ("western-ai-tools", "alibaba-claude-code-ban", "opinion", "s002"),
    ]


def test_22_instruments_by_year(reports):
    """Two of the three starts are known only from above."""
    assert rows(reports, "instruments-by-year") == [
        ("2026", "InternalPolicy", "directed", "1", "at the latest"),
        ("2026", "InternalPolicy", "prohibited", "1", ""),
        ("2026", "notStated", "prohibited", "1", "at the latest"),
    ]


def test_the_rules_that_name_something(reports):
    """As issuer, as employer, as maker, as place and as asset."""
    found = set(rows(reports, "restrictions-naming", "restriction", "how", "under", what="alibaba"))
    assert ("alibaba-claude-code-ban", "issuer", None) in found
    assert ("alibaba-claude-code-ban", "entity", "employeesOf") in found
    assert rows(reports, "restrictions-naming", "restriction", "how", "under", what="china") == [
        ("anthropic-china-bar", "nationality", None),
        ("anthropic-china-bar", "nationality", "ownedBy"),
    ]
    assert rows(reports, "restrictions-naming", "how", what="claude-code") == [("entity",)]


def test_a_rule_s_addressee_of_another_document_is_not_known_to_the_reports(reports):
    """Under `only`, Anthropic is not an addressee of the American restrictions."""
    assert "addressee" not in {how for (how,) in rows(reports, "restrictions-naming", "how", what="anthropic")}


def test_the_dated_events_of_a_thing_in_order(reports):
    """What it did, and the rules that it makes or that name it."""
    assert rows(reports, "timeline", "on", "event", "what", of="alibaba") == [
        ("[..2026-07-05]", "effective", "alibaba-qoder-direction.effective"),
        ("2026-07-10", "effective", "alibaba-claude-code-ban.effective"),
    ]
    assert rows(reports, "timeline", "on", "event", "what", of="Z.ai") == [("2026-06", "on", "z-ai.releases.glm-5-2")]


# ---- the invented world


def test_41_copies(world_view):
    """One paper rewrites the story of another."""
    found = rows(world_view, "copies", "copy", "publisher", "original", "originalPublisher")
    assert ("daily-lemur-2024-10-04", "Daily Lemur", "example-wire-2024-10-02", "Example Wire") in found
    assert ("daily-lemur-2025-09-04", "Daily Lemur", "daily-lemur-notes", None) in found


def test_40_denials(world_view):
    """A denial of a claim, and of a restriction's wording."""
    found = rows(world_view, "disputed", "what", "document", "speaker")
    assert ("store-block", "lemurian-post-2026-03-15", "cloudy-compute") in found
    assert ("tiny-model-co.accesses.widget-one", "lemurian-post-2026-03-15", "tiny-model-co") in found


def test_45_corrections_since_a_day(world_view):
    """Denials and retractions, the retracted claim without a layer; nothing after the last."""
    found = rows(world_view, "corrections", "by", "as", "what", "layer", since="2026-01-01")
    assert ("2026-03-15", "retracted", "tiny-model-co.licensesTo.friendly-labs", None) in found
    assert ("2026-03-15", "denied", "store-block", "alleged") in found
    assert rows(world_view, "corrections", since="2026-12-01") == []


def test_51_figures_with_those_that_documents_give_otherwise(world_view):
    """Shares, amounts and counts, each document's own beside the claim's."""
    found = set(rows(world_view, "figures", "claim", "key", "figure", "document"))
    assert ("acme-labs.owns.tiny-model-co", "share", "> 50", None) in found
    assert ("acme-labs.owns.tiny-model-co", "share", "51.2", "acme-annual-report-2025") in found
    assert ("acme-labs.accuses.tiny-model-co", "quantity", "16 million exchanges", None) in found
    assert ("acme-labs.investsIn.cloudy-compute", "amount", "3..4 billion EUR", "lemurian-post-2025-02-20") in found


def test_55_who_depends_on_a_model(world_view):
    """Products built on it, their versions and features, and who uses any of them."""
    found = set(rows(world_view, "dependents", "asset", "user", "how", on="Widget LM 2"))
    assert ("widget-one", "tiny-model-co", "ai:uses") in found
    assert ("widget-lm-2", "cloudy-compute", "ai:distributes") in found
    assert "widget-one-2-1" in {asset for asset, _, _ in found}


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-01-01", [("lemuria", "yes")]), ("2024-02-29", [("lemuria", "yes")]), ("2024-02-28", [])],
)
def test_28_where_something_is_available_on_a_day(world_view, day, expected):
    """From the first day on; not before."""
    assert rows(world_view, "availability", "place", "holds", of="Widget One", day=day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-12", []),
        ("2026-02-13", [("tiny-model-co", "export-list", "yes")]),
        ("2026-02-14", []),
        ("2026-06-08", [("tiny-model-co", "export-list", "yes")]),
    ],
)
def test_16_whether_a_maker_is_on_a_list_on_a_day(world_view, day, expected):
    """Listed for one day, then again for good."""
    assert rows(world_view, "listed-developers", "maker", "list", "holds", of="Tiny Chat", day=day) == expected


def test_10_suspended_rules(world_view):
    """Since when, until when, and when it was resumed."""
    found = rows(world_view, "suspensions", "restriction", "on", "until", "resumed")
    assert found == [("atlantis-order-12", "2025-11-10", "2026-11-09", "2026-06-08")]


def test_10_on_a_day_the_status_stands_beside(world_graph):
    """Suspended in January; in force again in July."""
    for day, state in (("2026-01-15", "SUSPENDED"), ("2026-07-01", "IN_FORCE")):
        found = rows(world_graph.view(as_of=day), "suspensions", "restriction", "state")
        assert found == [("atlantis-order-12", state)]


def test_23_days_from_start_to_end(world_view):
    """Counted where both days are exact."""
    found = {row[0]: row[1:] for row in rows(world_view, "durations", "restriction", "how", "days")}
    assert found["lemuria-rule-3"] == ("lifted", "365")
    assert found["acme-terms-of-2024"] == ("superseded", "582")
    assert found["old-widget-law"] == ("annulled", "397")
    assert found["store-block"] == ("lifted", None)


def test_25_a_rule_that_answers_another(world_view):
    """The answer took effect ninety-two days before the rule that was only announced by then."""
    found = rows(world_view, "responses", "answer", "action", "against", "days")
    assert found == [("lemuria-rule-3", "atlantis-order-12", "ministry-of-trade", "-92")]


def test_11_exceptions(world_view):
    """Who and what is carved out, for which actions; a carve-out without a test is for all."""
    found = set(
        rows(world_view, "exceptions", "exception", "how", "names", "action", **{"from": "Acme's bar on Atlantis"})
    )
    assert ("acme-bar-on-atlantis.exception.1", "entity", "friendly-labs", "access") in found
    assert ("acme-bar-on-atlantis.exception.1", "entity", "widget-one", "execute") in found
    assert ("acme-bar-on-atlantis.exception.2", None, None, "fineTune") in found


def test_12_addressees(world_view):
    """Bound as addressee of one rule, issuer of others."""
    found = set(rows(world_view, "restrictions-naming", "restriction", "how", what="acme-labs"))
    assert {
        ("atlantis-order-12", "addressee"),
        ("acme-bar-on-atlantis", "issuer"),
        ("old-widget-law", "entity"),
    } <= found


def test_12_what_exceptions_and_variants_name_counts_too(world_view):
    """A party of an exception, a place of a variant."""
    assert ("acme-bar-on-atlantis", "entity") in rows(
        world_view, "restrictions-naming", "restriction", "how", what="friendly-labs"
    )
    assert ("acme-bar-on-atlantis", "locatedIn") in rows(
        world_view, "restrictions-naming", "restriction", "how", what="atlantis"
    )


def test_56_suppliers(world_view):
    """One supplier alone is counted as one."""
    found = set(rows(world_view, "supply", "party", "suppliers", "supplier"))
    assert ("tiny-model-co", "1", "cloudy-compute") in found
    assert {("acme-labs", "2", "cloudy-compute"), ("acme-labs", "2", "widget-works")} <= found


def test_58_clashing_identifiers(lay_over):
    """Two entities with one identifier are listed, each with the other."""
    from graph import load

    twin = "kind: Company\nname: Acme Twin\nids: {wikidata: Q0}\n"
    view = load(lay_over({"entities/acme-twin.yaml": twin})).view()
    found = rows(view, "identifiers", "entity", "identifier", "other")
    assert found[:2] == [("acme-labs", "wikidata:Q0", "acme-twin"), ("acme-twin", "wikidata:Q0", "acme-labs")]


def test_54_the_end_of_a_suspension_is_a_date_due(world_view):
    """Beside events and the last days of claims."""
    found = rows(world_view, "due", "on", "event", "what", **{"from": "2026-11-01", "to": "2027-01-31"})
    assert ("2026-11-09", "suspended until", "atlantis-order-12.suspended") in found
    assert ("2027-01-01", "effective", "atlantis-widget-regulation.effective") in found
