"""The embedded store: views as RDF in Oxigraph, kept on disk and never written again.

A store is built in a temporary folder and renamed to its key; who loses a race discards its
own. Queries run in a child process, so that none can take the caller down or outlive it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pyoxigraph

from graph.atomic import write_atomically
from graph.facts.problems import InputError
from graph.places import cache_folder, data_folder
from graph.store.quads import quads
from graph.store.result import Result
from graph.store.terms import PREFIXES
from graph.store.worker import Damaged, Limits, check, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    import rdflib

    from graph.meaning.view import View

__all__ = ["ask", "dataset", "store_of"]

_KEPT = 40
"""How many stores the cache keeps; the least recently used go first."""
_CANNOT_HOLD = (OSError, RuntimeError, InputError)
"""What the engine and the file system raise over files; a query never does."""
_HELD: WeakKeyDictionary[View, pyoxigraph.Store] = WeakKeyDictionary()
"""Stores in memory, of views whose stores could not be kept on disk."""


@lru_cache(maxsize=1)
def _program() -> str:
    """Return a digest of the code and ontology that decide which triples there are."""
    total = hashlib.sha256(pyoxigraph.__version__.encode())
    package = Path(__file__).parent.parent
    files = [*sorted(package.rglob("*.py")), Path(data_folder("ontology")) / "ontology.ttl"]
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def _key(view: View) -> str:
    return hashlib.sha256(f"{view.facts.digest}|{view.frame.key}|{_program()}".encode()).hexdigest()[:32]


def _fill(store: pyoxigraph.Store, view: View) -> pyoxigraph.Store:
    store.bulk_load(input="".join(quads(view)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def _seal(data: Path) -> str:
    """Describe the files of a store so that any later change of them shows.

    The engine notices some damage when it reads a block, and some only by never ending; so
    a changed file is not given to it. Its own notes (``LOG``, ``LOCK``) may change.
    """
    rows = []
    for file in sorted(data.iterdir()):
        if file.suffix == ".sst" or file.name.startswith(("CURRENT", "MANIFEST")):
            info = file.stat(follow_symlinks=False)
            rows.append(f"{file.name} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}\n")
    return "".join(rows)


def _open(path: Path) -> pyoxigraph.Store | None:
    """Open a finished store; anything doubtful is removed and None returned."""
    if not path.exists():
        return None
    try:
        if (path / "complete").read_text() == _seal(path / "data"):
            store = pyoxigraph.Store.read_only(str(path / "data"))
            with contextlib.suppress(OSError):
                os.utime(path)
            return store
    except _CANNOT_HOLD:
        pass
    if path.exists():  # else somebody has just removed it as too old
        print(f"aikg: the cached store {path} was damaged; it is built again", file=sys.stderr)  # noqa: T201 - a notice
        _discard(path)
    return None


def _discard(path: Path) -> None:
    """Remove a store; it loses its name first, so that nobody opens a part of it."""
    with contextlib.suppress(OSError):
        gone = Path(tempfile.mkdtemp(prefix=".building-", dir=path.parent))
        path.rename(gone)
        path = gone
    shutil.rmtree(path, ignore_errors=True)


def store_of(view: View) -> pyoxigraph.Store:
    """Return the read-only store of a view, built where there is none.

    Where the cache cannot be written, the store is held in memory as long as the view is.
    """
    if view in _HELD:
        return _HELD[view]
    base = Path(cache_folder()) / "stores"
    path = base / _key(view)
    try:
        found = _open(path)
        if found is None:
            _build(base, path, view)
            _forget_old(base)
            found = _open(path)
    except _CANNOT_HOLD:
        found = None
    if found is None:
        found = _HELD[view] = _fill(pyoxigraph.Store(), view)
    return found


def _build(base: Path, path: Path, view: View) -> None:
    """Build the store of a view beside its place and put it there, unless somebody else was first."""
    base.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".building-", dir=base))
    try:
        store = _fill(pyoxigraph.Store(str(temporary / "data")), view)
        store.flush()
        del store  # closes it: one folder has one writer
        write_atomically(str(temporary / "complete"), _seal(temporary / "data").encode())
        with contextlib.suppress(OSError):
            temporary.rename(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _forget_old(base: Path) -> None:
    """Remove the stores used longest ago, and what a killed build left behind."""

    def used(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except OSError:
            return 0.0

    stores = sorted((p for p in base.iterdir() if p.is_dir()), key=used, reverse=True)
    finished = [path for path in stores if not path.name.startswith(".")]
    abandoned = [path for path in stores if path.name.startswith(".") and used(path) < used(base) - 3600]
    for path in (*finished[_KEPT:], *abandoned):
        _discard(path)


def ask(
    view: View,
    text: str,
    bindings: Mapping[str, pyoxigraph.NamedNode | pyoxigraph.Literal] | None = None,
    limits: Limits | None = None,
) -> Result:
    """Ask a SPARQL 1.1 query of a view.

    Raises :class:`ValueError` for a query that cannot be read or is not allowed, and
    :class:`~graph.store.worker.Stopped` for one that passes a limit. ``FROM`` names graphs
    of the view; nothing is ever fetched.
    """
    limits = limits or Limits()
    try:
        return run(store_of(view), text, bindings or {}, limits)
    except Damaged:  # whatever is wrong with the files, memory has none; the next process builds new ones
        _discard(Path(cache_folder()) / "stores" / _key(view))
        _HELD[view] = _fill(pyoxigraph.Store(), view)
        return run(_HELD[view], text, bindings or {}, limits)


def dataset(view: View) -> rdflib.Dataset:
    """Return the view as an rdflib Dataset on the embedded store, read-only.

    rdflib would fetch what a query names in FROM, and its store for Oxigraph would overlook
    FROM; here FROM names graphs of the view. Queries run in this process, without the limits
    of :func:`ask`.
    """
    import rdflib  # noqa: PLC0415 - slow to import
    import rdflib.plugins.sparql  # noqa: PLC0415
    from oxrdflib import OxigraphStore  # noqa: PLC0415
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID  # noqa: PLC0415

    class Store(OxigraphStore):
        """The store, which leaves the choice of graphs to the query."""

        def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **kwargs: Any) -> Any:  # noqa: ANN401, N803 - theirs
            if isinstance(query, str):
                check(query, Limits())
            chosen = "" if queryGraph == DATASET_DEFAULT_GRAPH_ID else queryGraph
            return super().query(query, initNs, initBindings, chosen, **kwargs)

    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    found = rdflib.Dataset(store=Store(store=store_of(view)), default_union=False)
    for prefix, base in PREFIXES.items():
        found.bind(prefix, base, override=True)
    return found
