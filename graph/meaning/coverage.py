"""Who falls under the wording of a restriction on a day, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from graph.facts.when import When, day_text
from graph.meaning.finding import Finding, Gap, all_of, gaps_json
from graph.meaning.matching import Matcher
from graph.meaning.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.facts.records import Exemption, Restriction, Wording
    from graph.meaning.standing import Standing
    from graph.meaning.view import View

__all__ = ["Covered", "covered", "exemption_doubt", "known_variants", "live_exemptions", "percent_text"]


@dataclass(frozen=True, slots=True)
class Covered:
    """The parties of a restriction with a finding each, sorted by id; ``NO`` included.

    ``variants`` names, for parties of whom it is so, the known variants that would answer otherwise.
    """

    standing: Standing
    parties: dict[str, Finding]
    frame: dict[str, object]
    variants: dict[str, tuple[str, ...]]

    def as_json(self, *, every: bool = False) -> dict[str, Any]:
        """Return the answer as ``aikg covered --json`` prints it; ``every`` keeps the NOs.

        A party has ``flags`` and ``variants`` only where some variant would answer otherwise.
        """
        return {
            "restriction": self.standing.restriction.id,
            **self.frame,
            "status": self.standing.status,
            "parties": [
                {
                    "party": party,
                    "verdict": found.value,
                    "how": found.how,
                    "proof": sorted(found.proof),
                    "missing": gaps_json(found.missing),
                    "unaccounted": percent_text(found.unaccounted),
                    **self._disputed(party),
                }
                for party, found in self.parties.items()
                if every or found.value != "NO"
            ],
        }

    def _disputed(self, party: str) -> dict[str, list[str]]:
        if party not in self.variants:
            return {}
        return {"flags": ["disputed"], "variants": sorted(self.variants[party])}


def percent_text(share: Fraction | None) -> str | None:
    """Write a percentage as decimal text, exact where it ends within 12 places."""
    if share is None:
        return None
    scaled = share * 10**12
    whole = round(scaled)
    text = f"{whole // 10**12}.{whole % 10**12:012d}".rstrip("0").rstrip(".")
    return text if Fraction(whole) == scaled else f"~{text}"


def live_exemptions(view: View, restriction: Restriction) -> Iterator[tuple[Exemption, bool]]:
    """Yield the known exemptions at or above the floor that apply on the day; True where for certain."""
    for exemption in restriction.exemptions:
        evidence = view.library.evidence(exemption.attestations, restriction.issuer)
        if evidence is None or not view.frame.admits(evidence.layer):
            continue
        day = view.frame.as_of
        if day is None:
            continue
        since, until = evidence.value("since", exemption.since), evidence.value("until", exemption.until)
        begun = since.happened(day) if isinstance(since, When) else "yes"
        if begun == "no" or (isinstance(until, When) and until.latest < day):
            continue
        lasts = not isinstance(until, When) or until.earliest >= day
        yield exemption, begun == "yes" and lasts and evidence.known == "yes"


def exemption_doubt(exemption: Exemption, day: int) -> Gap:
    """Return the question that an exemption which may apply leaves open."""
    return Gap(f"Did the exception {exemption.id} apply on {day_text(day)}?", exemption.id)


def covered(view: View, restriction: str, *, among: Iterable[str] | None = None) -> Covered:
    """Test every entity that can be a party, but the issuer, against the wording on the view's day.

    ``among`` tests some of them only. An exemption that names parties alone takes them out.
    Raises :class:`LookupError` for an unknown restriction and :class:`ValueError` for a view
    without a day.
    """
    if restriction not in view.facts.restrictions:
        message = f"no restriction '{restriction}'"
        raise LookupError(message)
    world = World(view)
    stand = view.standings[restriction]
    found: dict[str, Finding] = {}
    disputed: dict[str, tuple[str, ...]] = {}
    if stand.wording is not None:
        matcher = Matcher(world)
        exemptions = [
            (exemption, certain)
            for exemption, certain in live_exemptions(view, stand.restriction)
            if exemption.assets is None and not exemption.actions
        ]
        tested = world.parties if among is None else [id_ for id_ in sorted(set(among)) if world.is_kind(id_, "Party")]
        variants = known_variants(view, stand)
        for party in tested:
            if party != stand.restriction.issuer:
                found[party] = _party(matcher, stand.wording, exemptions, party)
                others = ((v.id, _party(matcher, v, exemptions, party).value) for v in variants)
                if differing := tuple(id_ for id_, value in others if value != found[party].value):
                    disputed[party] = differing
    return Covered(stand, found, view.frame.as_json(), disputed)


def known_variants(view: View, stand: Standing) -> list[Wording]:
    """List the known variants at or above the floor, beside the wording that answers."""
    library, issuer = view.library, stand.restriction.issuer
    told = [(v, library.evidence(v.attestations, issuer)) for v in stand.restriction.variants]
    return [v for v, e in told if v is not stand.wording and e is not None and view.frame.admits(e.layer)]


def _party(matcher: Matcher, wording: Wording, exemptions: list[tuple[Exemption, bool]], party: str) -> Finding:
    found = matcher.party(wording.parties, party)
    for exemption, certain in exemptions:
        if found.value == "NO":
            break
        doubt = () if certain else (exemption_doubt(exemption, matcher.world.day),)
        applies = Finding("YES" if certain else "POSSIBLE", (exemption.id,), doubt, "exception")
        out = all_of([matcher.party(exemption.parties, party), applies])
        if out.value == "YES":
            found = Finding("NO", out.proof, (), "exception", found.unaccounted)
        elif out.value == "POSSIBLE":
            proof = tuple(dict.fromkeys((*found.proof, *out.proof)))
            missing = tuple(dict.fromkeys((*found.missing, *out.missing)))
            found = Finding("POSSIBLE", proof, missing, found.how, found.unaccounted)
    return found
