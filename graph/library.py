"""The whole of aikg from Python: load facts, take a view, ask it."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from graph.facts.load import load as load_facts
from graph.facts.naming import resolve
from graph.meaning.frame import frame
from graph.meaning.view import View as MeaningView
from graph.places import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx
    import rdflib

    from graph.facts.load import Facts
    from graph.maps import Drawing
    from graph.meaning.coverage import Covered
    from graph.meaning.standing import Standing
    from graph.meaning.verdict import Verdict
    from graph.network.index import Index
    from graph.network.paths import Answer
    from graph.store.result import Result

__all__ = ["Graph", "View", "load"]


class View(MeaningView):
    """A view with everything that can be asked of it."""

    def path(  # noqa: PLR0913 - the options of the command
        self,
        start: str,
        goal: str,
        *,
        k: int = 3,
        max_hops: int = 6,
        relations: Iterable[str] | str = (),
        avoid: Iterable[str] | str = (),
        directed: bool = False,
        min_roots: int = 0,
        through_places: bool = False,
    ) -> Answer:
        """Find how two things are connected: up to ``k`` simple paths, the best first.

        Names are forgiving. Raises :class:`LookupError` for one that is unknown or ambiguous and
        :class:`ValueError` for a question that cannot be asked.
        """
        from graph.network.paths import Options, search  # noqa: PLC0415 - each question imports what it needs

        options = Options(
            k=k,
            max_hops=max_hops,
            relations=_words(relations),
            avoid=_words(avoid),
            directed=directed,
            min_roots=min_roots,
            through_places=through_places,
        )
        return search(self._index, start, goal, options)

    @cached_property
    def _index(self) -> Index:
        from graph.network.indexing import index_of  # noqa: PLC0415

        return index_of(self)

    def network(self) -> networkx.MultiDiGraph[str]:
        """Return the view as a MultiDiGraph whose edges are keyed by claim id."""
        from graph.network.graph import network  # noqa: PLC0415

        return network(self)

    def sparql(self, text: str) -> Result:
        """Ask a SPARQL 1.1 query; raise :class:`ValueError` where it cannot be read."""
        from graph.store import engine  # noqa: PLC0415

        return engine.ask(self, text)

    def query(self, name: str, **parameters: str) -> Result:
        """Ask one of the named queries."""
        from graph.store import named  # noqa: PLC0415

        return named.ask(self, name, parameters)

    def rdf(self) -> rdflib.Dataset:
        """Return the view as an rdflib Dataset on the embedded store."""
        from graph.store import engine  # noqa: PLC0415

        return engine.dataset(self)

    def map(self, *focus: str, hops: int | None = None, path: tuple[str, str] | None = None) -> Drawing:
        """Draw the view, or the part around some things, as one offline HTML page."""
        from graph import maps  # noqa: PLC0415

        ids = [self.find(name) for name in focus]
        ends = None if path is None else (self.find(path[0]), self.find(path[1]))
        return maps.draw(self, focus=tuple(ids), hops=hops, path=ends)

    def status(self, restriction: str) -> Standing:
        """Return the status of a restriction on the view's day, with its events."""
        return self.standings[resolve(self.facts, restriction, among="restrictions")]

    def covered(self, restriction: str) -> Covered:
        """Find who falls under the wording of a restriction on the view's day, and why."""
        from graph.meaning.coverage import covered  # noqa: PLC0415

        return covered(self, resolve(self.facts, restriction, among="restrictions"))

    def verdict(self, party: str, asset: str, action: str = "use", *, lifted: Iterable[str] | str = ()) -> Verdict:
        """Find what is known to restrict a party in doing something with an asset on the view's day.

        ``lifted`` names restrictions to leave out. Raises :class:`ValueError` where there is no
        day or the question cannot be asked.
        """
        from graph.meaning.verdict import verdict  # noqa: PLC0415

        gone = [resolve(self.facts, name, among="restrictions") for name in _words(lifted)]
        return verdict(self, self.find(party), self.find(asset), action, lifted=gone)

    def find(self, name: str) -> str:
        """Return the id of an entity or restriction from any of its names."""
        return resolve(self.facts, name)

    def _repr_html_(self) -> str:
        """Show the view in a notebook."""
        from html import escape  # noqa: PLC0415

        return f"<p>{escape(repr(self))}</p>"


def _words(given: Iterable[str] | str) -> tuple[str, ...]:
    """Take one word for a list of one."""
    return (given,) if isinstance(given, str) else tuple(given)


class Graph:
    """Checked facts, ready to be seen under any frame."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def __repr__(self) -> str:
        """Summarize the graph in one line."""
        return repr(self.facts).replace("<Facts", "<Graph of facts")

    def view(
        self,
        *,
        as_of: str | int | None = None,
        known_at: str | int | None = None,
        floor: str = "reported",
        only: Iterable[str] | str = (),
    ) -> View:
        """Return the facts as of a day, as known on a day, at or above a floor, from some documents.

        Days are ``2026-07-10``. Raises :class:`ValueError` for a day or floor that is none and
        :class:`LookupError` for an unknown document.
        """
        documents = only if isinstance(only, str) else tuple(only)
        return View(self.facts, frame(as_of, known_at, floor, documents))


def load(folder: str | os.PathLike[str] | None = None) -> Graph:
    """Load a folder of facts, by default the ones shipped with aikg.

    Raises :class:`~graph.facts.problems.FactsError` with every mistake found.
    """
    return Graph(load_facts(os.fspath(folder) if folder else data_folder("seeds")))
