"""A finished map: as text, as a file, in a notebook, or as the plain Pyvis network."""

from __future__ import annotations

import html
import os
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from graph.atomic import write_atomically
from graph.maps.page import network, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyvis.network import Network

    from graph.maps.model import MapData
    from graph.vocabulary import Vocabulary

__all__ = ["Drawing"]


class Drawing:
    """One map. Nothing is computed before it is asked for; the same data give the same bytes."""

    def __init__(
        self,
        data: MapData,
        vocabulary: Vocabulary,
        *,
        pinned: Mapping[str, tuple[int, int]] | None = None,
        path: tuple[str, str] | None = None,
        select: str | None = None,
    ) -> None:
        self.data = data
        self._vocabulary = vocabulary
        self._pinned = pinned
        self._opening = {"path": "~".join(path)} if path else {"entity": select} if select else {}

    def __repr__(self) -> str:
        """Summarize the map in one line."""
        return f"<Drawing: {len(self.data.nodes)} entities, {len(self.data.edges)} claims>"

    @cached_property
    def _network(self) -> Network:
        return network(self.data, self._vocabulary, self._pinned)

    @cached_property
    def _html(self) -> str:
        return page(self.data, self._vocabulary, self._network, urlencode(self._opening))

    def html(self) -> str:
        """Return the page: one HTML file that needs nothing else."""
        return self._html

    def pyvis(self) -> Network:
        """Return a plain Pyvis network with the same nodes, edges and positions, to go on with in Pyvis."""
        return network(self.data, self._vocabulary, self._pinned)

    def positions(self) -> dict[str, tuple[int, int]]:
        """Return where each node stands, in map units."""
        return {node["id"]: (node["x"], node["y"]) for node in self._network.nodes}

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page to a file: all of it or nothing, also on a power cut or a full disk.

        Raises :class:`~graph.facts.problems.InputError` when the file cannot be written; an older
        file then stays as it was.
        """
        write_atomically(os.fspath(path), self._html.encode("utf-8"))

    def _repr_html_(self) -> str:
        """Show the map in a notebook, in a frame of its own that may run its script and no more."""
        source = html.escape(self._html, quote=True)
        return (
            f'<iframe srcdoc="{source}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'title="{html.escape(self.data.title, quote=True)}" width="100%" height="640" style="border:0"></iframe>'
        )
