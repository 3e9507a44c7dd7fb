"""Trees of any shape are read or refused with sentences; nothing breaks the reader."""

import json
import os
import random

import pytest

from graph import vocabulary
from graph.facts.build import build_record
from graph.facts.folder import FOLDERS
from graph.facts.load import read
from graph.facts.tree import Mapping, decode, parse
from graph.facts.values import Reader

WORDS = vocabulary.load()
ODD = [
    "", " ", "none", "..", "null", "true", "2026-02-30", "[..2026]", "> 50", "1e999 USD", "Q42", "acme-labs", "widget-one",
    "acme-labs.develops.widget-one", "x" * 3000, "javascript:alert(1)", "阿克米", "\U0001f600", "<script>", "a/b", "../..",
    [], {}, [[]], [{}], {"entity": []}, {"anyOf": {}}, {"not": []}, {"doc": "leaflet"}, {"doc": {}}, {"zh": {}}, {"": ""},
    {"owns": "x", "uses": "y"}, {"effective": {}}, ["a", ["b"]], {"party": []},
]  # fmt: skip


def trees(world):
    """Return the trees of the world as plain values, by folder and id."""
    found = []
    for below, _, names in sorted(os.walk(world)):
        folder = os.path.relpath(below, world).split(os.sep)[0]
        for name in sorted(names):
            with open(os.path.join(below, name), "rb") as stream:
                found.append((folder, name.removesuffix(".yaml"), parse(decode(stream.read()))))
    return found


def holders(node):
    """List every place of a tree where a value stands."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = []
    for key, value in pairs:
        found += [(node, key), *holders(value)]
    return found


def twist(chance, tree, others):
    """Change one to three places of a tree: odd values, keys gone, keys of other records, values doubled."""
    tree = json.loads(json.dumps(tree))
    for _ in range(chance.randint(1, 3)):
        places = holders(tree)
        if not places:
            break
        holder, key = chance.choice(places)
        change = chance.randrange(5)
        if change == 0:
            holder[key] = chance.choice(ODD)
        elif change == 1:
            del holder[key]
        elif change == 2:
            holder[key] = [holder[key], holder[key]]
        elif change == 3 and isinstance(holder, dict):
            holder[chance.choice(["note", "kind", "x", "sources", "share", "until", "owns", "as"])] = holder.pop(key)
        else:
            other, place = chance.choice(holders(chance.choice(others)[2]))
            holder[key] = json.loads(json.dumps(other[place]))
    return tree


def test_any_tree(world):
    """A record of any shape gives a value or problems with one printable sentence each."""
    good = trees(world)
    complaints = 0
    for seed in range(3000):
        chance = random.Random(seed)
        folder, id_, tree = chance.choice(good)
        tree = twist(chance, tree, good)
        typed = parse(decode(json.dumps(tree, ensure_ascii=False).encode()))
        assert isinstance(typed, Mapping)
        reader = Reader(f"{folder}/{id_}.yaml", WORDS, {"old": "acme-labs"}, frozenset({"acme-labs", "widget-one"}))
        build_record(reader, chance.choice([folder, folder, *FOLDERS]), id_, typed)
        complaints += bool(reader.problems)
        for problem in reader.problems:
            assert problem.line >= 1, (seed, problem)
            assert problem.message.isprintable(), (seed, problem)
            assert len(problem.message) < 500, (seed, problem)
    assert complaints > 1000


@pytest.mark.parametrize("seed", range(12))
def test_any_folder(seed, world, lay_over):
    """A folder with many twisted files is read to the end, and gives the same answer each time."""
    chance = random.Random(seed)
    good = trees(world)
    files = {}
    for folder, id_, tree in chance.sample(good, 40):
        files[f"{folder}/{id_}.yaml"] = json.dumps(twist(chance, tree, good), ensure_ascii=False)
    folder = lay_over()
    for name in os.listdir(os.path.join(folder, "entities", "stakes")):
        os.rename(os.path.join(folder, "entities", "stakes", name), os.path.join(folder, "entities", name))
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write(text)
    _, found = read(folder)
    assert found == sorted(set(found))
    assert found == read(folder)[1]
    assert len(found) > 20
    assert all(problem.message.isprintable() for problem in found)
