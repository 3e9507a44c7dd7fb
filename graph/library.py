"""The whole of aikg from Python: load facts, take a view, ask it."""

from __future__ import annotations

import os
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
    from graph.network.paths import Answer
    from graph.store.result import Result

__all__ = ["Graph", "View", "load"]


class View(MeaningView):
    """A view with everything that can be asked of it."""

    def path(self, start: str, goal: str, **options: object) -> Answer:
        """Find how two things are connected; names are forgiving, options those of ``paths.Options``."""
        from graph.network import paths  # noqa: PLC0415 - each question imports what it needs

        return paths.between(self, start, goal, paths.Options(**options))  # type: ignore[arg-type]

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

    def find(self, name: str) -> str:
        """Return the id of an entity or restriction from any of its names."""
        return resolve(self.facts, name)

    def _repr_html_(self) -> str:
        """Show the view in a notebook."""
        from html import escape  # noqa: PLC0415

        return f"<p>{escape(repr(self))}</p>"


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
