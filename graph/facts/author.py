"""New facts added to a folder: files proposed, read as if they stood there, and only then written.

Each function returns a :class:`Draft`, or says what is wrong; :func:`write` puts it on the
disk. Names stand for ids wherever an id is wanted, as on the command line.
"""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.atomic import write_atomically
from graph.facts.claim_ids import slug
from graph.facts.comments import find_comments
from graph.facts.duplicates import duplicates
from graph.facts.folder import ID
from graph.facts.load import read
from graph.facts.problems import FactsError, InputError, Problem
from graph.facts.shelf import RefusedError, Shelf, find_relation, open_shelf
from graph.facts.tree import TreeError, decode, parse
from graph.facts.write import canonical, render

if TYPE_CHECKING:
    from graph.facts.folder import FactFile
    from graph.vocabulary import Vocabulary

__all__ = [
    "Draft",
    "RefusedError",
    "add_claim",
    "new_entity",
    "new_restriction",
    "new_source",
    "propose_id",
    "write",
]

_UNCITED = "no claim rests on this source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A fact file that reads well and is not written yet.

    ``name`` is its path in the folder of facts; ``replaces`` holds the bytes of the file it
    takes the place of, or None where it is new. ``hints`` are sentences a person should see
    first: possible duplicates, and what the check warns of.
    """

    name: str
    text: str
    replaces: bytes | None = None
    hints: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of what the file holds."""
        return os.path.basename(self.name).removesuffix(".yaml")


def new_entity(folder: str, id_: str | None = None, **fields: object) -> Draft:
    """Draft the file of a new entity; the keys are those of the ontology, ``kind`` and ``name`` first.

    Values are text, lists or mappings as in the file; None and empty ones are left out.
    Without ``id_`` the id is made from the name. Raises :class:`RefusedError` when the id is
    taken or cannot be made, or when the file would not pass the check, and
    :class:`~graph.facts.problems.InputError` when the folder cannot be read.
    """
    return _new(open_shelf(folder), "entities", id_, _tree(fields))


def new_source(folder: str, id_: str | None = None, **fields: object) -> Draft:
    """Draft the file of a new source; without ``id_`` publisher and date make the id. See :func:`new_entity`."""
    return _new(open_shelf(folder), "sources", id_, _tree(fields))


def new_restriction(folder: str, id_: str | None = None, **fields: object) -> Draft:
    """Draft the file of a new restriction; see :func:`new_entity`.

    An event may be given short, as in ``effective="2025-09-05"``; it then rests on the
    sources of the restriction.
    """
    shelf = open_shelf(folder)
    tree = _tree(fields)
    types = shelf.words.codes["EventType"]
    events = [{name: tree.pop(name), "sources": tree.get("sources", [])} for name in types if name in tree]
    if events:
        tree["events"] = [*_listed(tree.get("events", [])), *events]
    return _new(shelf, "restrictions", id_, tree)


def add_claim(
    folder: str, subject: str, relation: str, object_: str, *, sources: object, **qualifiers: object
) -> Draft:
    """Draft the file of a subject with one claim more, in its canonical place.

    ``sources`` is the id of a document, an attestation as a mapping, or a list of these;
    ``qualifiers`` are the other keys of a claim, and those of its attestation where there is
    one document. Where the claim stands there already, from
    the same start, the documents are added to it. Raises
    :class:`~graph.facts.naming.NameProblem` for a subject or object that nothing is called,
    :class:`~graph.facts.problems.FactsError` when the subject's file cannot be read, and
    otherwise as :func:`new_entity` does.
    """
    shelf = open_shelf(folder)
    if shelf.facts is None:
        raise RefusedError(f"there are no facts in {folder} yet; add the entity '{subject}' first")
    subject = shelf.resolve(subject, "entities sources")
    found = find_relation(shelf.words, relation)
    object_ = shelf.object(found, str(_node(object_)))
    tree_ = _tree(qualifiers)
    own = shelf.words.fields["Attestation"].keys() - shelf.words.fields["Claim"].keys()
    told = {key: tree_.pop(key) for key in own & tree_.keys()}
    claim = {found.name: object_, **tree_, "sources": _attested(_listed(_node(sources) or []), told)}
    file = next(file for file in shelf.files if file.id == subject)
    text = _canonical(file, shelf.words)
    tree: dict[str, Any] = dict(parse(text))
    hints = _add(tree, claim, found.name, file, shelf.words)
    draft = Draft(name=file.name, text=_rendered(file.name, tree, file.folder, shelf.words, text), replaces=file.data)
    return _checked(shelf, replace(draft, hints=hints))


def write(folder: str, draft: Draft) -> str:
    """Write a draft and return the path of the file.

    Raises :class:`~graph.facts.problems.InputError` when a file of that name has come, or the
    file to be replaced has changed, since the draft was made; nothing is written then.
    """
    path = os.path.join(folder, draft.name)
    if draft.replaces is None and os.path.lexists(path):
        raise InputError(f"{draft.name}: is there already; nothing was written")
    if draft.replaces is not None and _bytes(path, draft.name) != draft.replaces:
        raise InputError(f"{draft.name}: has changed since it was read; nothing was written, try again")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError as error:
        raise InputError(f"{draft.name}: cannot be written: {error.strerror}") from None
    write_atomically(path, draft.text.encode())
    return path


def propose_id(folder: str, fields: Mapping[str, object], taken: Iterable[str] = ()) -> str:
    """Make an id from what is known: publisher and date of a source, the name of anything else.

    A source whose id is taken gets words of its title too. Raises :class:`RefusedError`
    where no Latin letters or digits are there to make it from.
    """
    if folder == "sources":
        publisher = str(fields.get("publisher") or _host(str(fields.get("url") or "")) or fields.get("kind") or "")
        parts = [slug(publisher), slug(str(fields.get("published") or ""))]
        id_ = "-".join(part for part in parts if part)
        title = slug(str(fields.get("title") or ""))
        if id_ and (id_ not in set(taken) or not title):
            return id_
        proposed = "-".join(part for part in (id_, title) if part)
    else:
        names = fields.get("names")
        english = names.get("en") if isinstance(names, Mapping) else None
        proposed = slug(str(fields.get("name") or fields.get("title") or "")) or slug(str(english or ""))
    if not proposed:
        raise RefusedError("no id can be made from this; give one of a-z, digits and hyphens, such as acme-labs")
    return proposed


def _bytes(path: str, name: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from None


# ---- files


def _new(shelf: Shelf, top: str, id_: str | None, tree: dict[str, Any]) -> Draft:
    taken = {file.id: file.name for file in shelf.files}
    if shelf.facts is not None:
        taken = {**{old: f"a former id of {new}" for old, new in shelf.facts.former.items()}, **taken}
    id_ = id_ or propose_id(top, tree, taken)
    if not ID.fullmatch(id_):  # before it becomes a path anywhere
        raise RefusedError(f"'{id_}' cannot be an id; use lower-case letters a-z, digits and single hyphens")
    if id_ in taken:
        more = "add to it" if top != "sources" else "cite it"
        raise RefusedError(f"the id {id_} is taken ({taken[id_]}); {more}, or give another id")
    name = f"{top}/{id_}.yaml"
    draft = Draft(name=name, text=_rendered(name, tree, top, shelf.words))
    hints = tuple(duplicates(shelf.facts, top, _lists(tree))) if shelf.facts is not None else ()
    return _checked(shelf, replace(draft, hints=hints))


def _lists(tree: dict[str, Any]) -> dict[str, Any]:
    """Make names and ids what they should be; what they are not is found when the draft is read."""
    mappings = {key: tree[key] for key in ("names", "ids") if isinstance(tree.get(key), dict)}
    rest = {key: value for key, value in tree.items() if key not in {"names", "ids"}}
    return {**rest, **mappings, "aliases": _listed(tree.get("aliases", []))}


def _rendered(name: str, tree: dict[str, Any], top: str, words: Vocabulary, text: str = "") -> str:
    try:
        return render(tree, top, words, find_comments(text) if text else None)
    except TreeError as error:
        raise FactsError([Problem(name, error.at.line, error.at.column, error.message)]) from None


def _canonical(file: FactFile, words: Vocabulary) -> str:
    try:
        return canonical(decode(file.data), file.folder, words)
    except TreeError as error:
        raise FactsError([Problem(file.name, error.at.line, error.at.column, error.message)]) from None


def _checked(shelf: Shelf, draft: Draft) -> Draft:
    """Read the folder as it would be; refuse errors, and add new warnings to the hints."""
    files = {**{file.name: file.data for file in shelf.files}, draft.name: draft.text.encode()}
    try:
        with tempfile.TemporaryDirectory(prefix="aikg-") as copy:
            for name, data in files.items():
                os.makedirs(os.path.join(copy, os.path.dirname(name)), exist_ok=True)
                with open(os.path.join(copy, name), "wb") as stream:
                    stream.write(data)
            _, problems = read(copy, shelf.words)
    except OSError as error:
        raise InputError(f"the temporary folder cannot be written: {error.strerror}") from None
    known = {(p.file, p.message) for p in shelf.problems}
    new = [p for p in problems if (p.file, p.message) not in known]
    own = [p for p in problems if p.file == draft.name]
    errors = sorted({p for p in (*new, *own) if p.severity == "error"})
    if errors:
        # lines of a file that is not written yet would lead nowhere
        raise RefusedError("\n".join(p.message if p.file == draft.name else str(p) for p in errors))
    warnings = [p.message for p in new if not (p.file == draft.name and p.message.startswith(_UNCITED))]
    return replace(draft, hints=(*draft.hints, *dict.fromkeys(warnings)))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# ---- claims


def _add(
    tree: dict[str, Any], claim: dict[str, Any], relation: str, file: FactFile, words: Vocabulary
) -> tuple[str, ...]:
    """Put a claim among those of a file, or its documents under the one that stands there."""
    claims = tree.get("claims", [])
    if not isinstance(claims, list) or not all(isinstance(item, dict) for item in claims):
        raise RefusedError(f"{file.name}: write its claims as a list first")
    id_ = f"{file.id}.{relation}.{claim[relation]}"
    same = [item for item in claims if item.get(relation) == claim[relation]]
    start = _start(claim)
    there = [item for item in same if start is None or _start(item) == start]
    if len(there) > 1:
        starts = ", ".join(str(_start(item) or "no date") for item in there)
        raise RefusedError(f"{id_} stands there several times ({starts}); say which by its start")
    if not there:
        tree["claims"] = [*claims, claim]
        undated = [item for item in same if _start(item) is None]
        return (f"{id_} stands there without a start; is it the same claim, now dated?",) if undated else ()
    _agree(there[0], {key: claim[key] for key in claim if key not in {relation, "sources"}}, id_, words)
    _join(there[0], claim["sources"], id_)
    return (f"{id_} stands there already; the document is added to its sources",)


def _start(claim: Mapping[str, Any]) -> object:
    return claim.get("since", claim.get("on"))


def _attested(documents: list[Any], told: dict[str, Any]) -> list[Any]:
    """Say how the one document puts it."""
    if not told:
        return documents
    if len(documents) != 1:
        raise RefusedError(f"{', '.join(sorted(told))} belong to one document; give one, or write  {{doc: …, as: …}}")
    (document,) = documents
    return [{**({"doc": document} if isinstance(document, str) else document), **told}]


def _agree(there: dict[str, Any], qualifiers: dict[str, Any], id_: str, words: Vocabulary) -> None:
    """Refuse qualifiers that the claim does not have, and say where they go."""
    own = {key for key, field in words.fields["Attestation"].items() if field.value_type.startswith("override:")}
    for key, value in qualifiers.items():
        if there.get(key) != value:
            found = f"with {key}: {there[key]}" if key in there else f"without {key}"
            way = f"put  {key}: {value}  under the source that says so" if key in own else "edit its file to change it"
            raise RefusedError(f"{id_} stands there already, {found}; {way}")


def _join(there: dict[str, Any], attestations: list[Any], id_: str) -> None:
    """Add documents to a claim, each once."""
    sources = _listed(there.get("sources", []))
    known = [_long(item) for item in sources]
    for item in map(_long, attestations):
        if item in known:
            raise RefusedError(f"{id_} rests on {item.get('doc')} already; there is nothing to add")
    there["sources"] = [*sources, *attestations]


def _long(item: Any) -> dict[str, Any]:  # noqa: ANN401 - text or dictionary
    return {"as": "reported", **({"doc": item} if isinstance(item, str) else item)}


# ---- values


def _tree(fields: Mapping[str, object]) -> dict[str, Any]:
    """Turn given values into the tree of a file; what is empty is left out."""
    nodes = {key: _node(value) for key, value in fields.items()}
    return {key: node for key, node in nodes.items() if node not in (None, "", [], {})}


def _node(value: object) -> Any:  # noqa: ANN401 - text, list or dictionary
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _tree(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [node for item in value if (node := _node(item)) not in (None, "", [], {})]
    return unicodedata.normalize("NFC", " ".join(str(value).split()))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - text, list or dictionary
    return list(value) if isinstance(value, list) else [value]
