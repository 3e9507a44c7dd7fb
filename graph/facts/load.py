"""A folder of fact files as checked facts, or every mistake in it at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph import vocabulary
from graph.facts.build import build_record
from graph.facts.check import check
from graph.facts.claim_ids import number_claims, number_parts
from graph.facts.folder import digest, read_folder
from graph.facts.problems import FactsError, Problem
from graph.facts.records import Claim, Entity, Restriction, Source, Story
from graph.facts.tree import Mapping, TreeError, decode, parse
from graph.facts.values import Reader, Reference

if TYPE_CHECKING:
    from graph.facts.folder import FactFile
    from graph.vocabulary import Vocabulary

__all__ = ["Facts", "load", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of a folder by id, each dictionary sorted.

    ``former`` maps former ids to current ones; ``digest`` is the SHA-256 of all files.
    """

    folder: str
    digest: str
    vocabulary: Vocabulary
    entities: dict[str, Entity]
    sources: dict[str, Source]
    restrictions: dict[str, Restriction]
    stories: dict[str, Story]
    claims: dict[str, Claim]
    former: dict[str, str]
    references: tuple[Reference, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        """Summarize the facts in one line."""
        return (
            f"<Facts {self.digest[:12]}: {len(self.claims)} claims, {len(self.entities)} entities, "
            f"{len(self.restrictions)} restrictions, {len(self.sources)} sources>"
        )


def _trees(files: list[FactFile]) -> tuple[list[tuple[FactFile, Mapping]], list[Problem]]:
    trees, problems = [], []
    for file in files:
        try:
            trees.append((file, parse(decode(file.data))))
        except TreeError as error:
            problems.append(Problem(file.name, error.at.line, error.at.column, error.message))
    return trees, problems


def _duplicate_ids(files: list[FactFile]) -> list[Problem]:
    first: dict[str, str] = {}
    return [
        Problem(file.name, 1, 1, f"the id {file.id} is taken by {other}; rename one of the files")
        for file in files
        if (other := first.setdefault(file.id, file.name)) != file.name
    ]


def _former_ids(trees: list[tuple[FactFile, Mapping]], ids: frozenset[str]) -> tuple[dict[str, str], list[Problem]]:
    """Map former ids to current ones; a file's former claim ids stand there too."""
    former: dict[str, str] = {}
    problems = []
    for file, tree in trees:
        node = tree.get("was", ())
        names = [node] if isinstance(node, str) else node
        for name in names if isinstance(names, (list, tuple)) else ():
            if not isinstance(name, str):
                continue
            if name in ids or former.get(name, file.id) != file.id:
                holder = name if name in ids else former[name]
                message = f"the former id {name} belongs to {holder}; remove it here"
                problems.append(Problem(file.name, *tree.key_at("was"), message))
            else:
                former[name] = file.id
    return former, problems


def _is_claim_id(name: str) -> bool:
    return "." in name


def read(folder: str, words: Vocabulary | None = None) -> tuple[Facts, list[Problem]]:
    """Read a folder of facts; return what could be read and all problems, warnings included.

    Raises :class:`~graph.facts.problems.InputError` when the folder or a file cannot be read.
    """
    words = words or vocabulary.load()
    files, problems = read_folder(folder)
    problems += _duplicate_ids(files)
    trees, broken = _trees(files)
    ids = frozenset(file.id for file in files)
    former, clashes = _former_ids(trees, ids)
    problems += broken + clashes
    aliases = {old: new for old, new in former.items() if not _is_claim_id(old)}
    records: dict[str, dict[str, object]] = {"entities": {}, "sources": {}, "restrictions": {}, "stories": {}}
    references: list[Reference] = []
    for file, tree in trees:
        reader = Reader(file.name, words, aliases, ids)
        record = build_record(reader, file.folder, file.id, tree)
        problems += reader.problems
        references += reader.references
        if record is not None:
            records[file.folder][file.id] = record
    facts, clashes = _assemble(folder, digest(files), words, records, former, references)
    problems += clashes
    complained = {problem.file for problem in problems}
    problems += check(facts, frozenset(file.id for file in files if file.name in complained))
    return facts, sorted(set(problems))


def _assemble(
    folder: str,
    version: str,
    words: Vocabulary,
    records: dict[str, dict[str, object]],
    former: dict[str, str],
    references: list[Reference],
) -> tuple[Facts, list[Problem]]:
    claims: dict[str, Claim] = {}
    problems: list[Problem] = []
    for name in ("entities", "sources"):
        group = records[name]
        for id_, record in group.items():
            assert isinstance(record, (Entity, Source))
            numbered, clashes = number_claims(id_, record.claims)
            problems += clashes
            group[id_] = replace(record, claims=numbered)
            claims.update((claim.id, claim) for claim in numbered)
    for id_, record in records["restrictions"].items():
        assert isinstance(record, Restriction)
        records["restrictions"][id_] = number_parts(record)
    facts = Facts(
        folder=folder,
        digest=version,
        vocabulary=words,
        entities=_sorted(records["entities"]),
        sources=_sorted(records["sources"]),
        restrictions=_sorted(records["restrictions"]),
        stories=_sorted(records["stories"]),
        claims=dict(sorted(claims.items())),
        former=former,
        references=tuple(references),
    )
    return facts, problems


def _sorted(group: dict[str, object]) -> dict:  # type: ignore[type-arg]
    return dict(sorted(group.items()))


def load(folder: str, words: Vocabulary | None = None) -> Facts:
    """Read a folder of facts; raise :class:`FactsError` with every mistake if there is one."""
    facts, problems = read(folder, words)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise FactsError(errors)
    return facts
