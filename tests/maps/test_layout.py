"""Where nodes stand: the same each time, apart from each other, and where they were."""

import random

import numpy as np
import pytest
from scipy.spatial import cKDTree

from graph.maps.communities import groups
from graph.maps.layout import Box, place


def web(count, seed=1):
    """Return boxes and links of a seeded graph in which most links are near."""
    chance = random.Random(seed)
    ids = [f"n{i:04d}" for i in range(count)]
    links = [(ids[i], ids[max(0, i - chance.randint(1, 8))]) for i in range(1, count) for _ in range(2)]
    return {id_: Box(10 + i % 9, 40 + 7 * (i % 11)) for i, id_ in enumerate(ids)}, links


def overlapping(boxes, points):
    """Count the pairs of boxes (mark and label) that overlap by more than a unit."""
    ids = sorted(boxes)
    xy = np.array([points[id_] for id_ in ids], dtype=float)
    size = np.array([(max(2 * boxes[id_].radius, boxes[id_].label), 2 * boxes[id_].radius + 18) for id_ in ids])
    need = (size[:, None] + size[None]) / 2 - np.abs(xy[:, None] - xy[None])
    return int((np.triu((need > 1).all(axis=2), 1)).sum())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40, 500])
def test_every_node_has_a_place_of_its_own(count):
    """Marks with their labels do not overlap, in graphs of any size."""
    boxes, links = web(count)
    layout = place(boxes, links)
    assert sorted(layout.points) == sorted(boxes)
    assert overlapping(boxes, layout.points) == 0 if count else layout.points == {}


def test_the_order_of_input_does_not_matter():
    """Nodes and links in another order give the same picture."""
    boxes, links = web(120)
    turned = place(dict(reversed(boxes.items())), list(reversed(links)))
    assert turned.points == place(boxes, links).points


def test_old_nodes_do_not_move():
    """With positions locked, new nodes find free spots near their neighbours and nothing else moves."""
    boxes, links = web(100)
    before = place(boxes, links).points
    more = {**boxes, "new-a": Box(12, 60), "new-b": Box(12, 60)}
    after = place(more, [*links, ("new-a", "n0050"), ("new-b", "new-a")], pinned=before).points
    assert {id_: after[id_] for id_ in before} == before
    assert overlapping(more, after) == 0
    assert np.hypot(*np.subtract(after["new-a"], before["n0050"])) < 400


@pytest.mark.parametrize("count", [300, 2000])
def test_one_percent_more_moves_nothing(count):
    """After one percent of new nodes every old one is where it was, to the pixel, in a map of any size."""
    boxes, links = web(count)
    before = place(boxes, links).points
    fresh = [f"new{i:03d}" for i in range(count // 100)]
    more = boxes | {id_: Box(12, 60) for id_ in fresh}
    ties = [(id_, f"n{97 * i % count:04d}") for i, id_ in enumerate(fresh)]
    after = place(more, [*links, *ties], pinned=before).points
    assert {id_: after[id_] for id_ in before} == before
    assert max(np.hypot(*np.subtract(after[a], before[b])) for a, b in ties) < 700


@pytest.mark.parametrize("count", [900, 4000])
def test_a_big_map_has_room_for_its_lines(count):
    """Few marks overlap, and hardly any two stand in the same place, however many there are."""
    boxes, links = web(count)
    points = place(boxes, links).points
    xy = np.array([points[id_] for id_ in sorted(points)], dtype=float)
    radius = np.array([boxes[id_].radius for id_ in sorted(points)])
    pairs = cKDTree(xy).query_pairs(2 * radius.max(), output_type="ndarray")
    near = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T) < radius[pairs[:, 0]] + radius[pairs[:, 1]]
    assert len(np.unique(pairs[near])) < 0.2 * count


def test_linked_nodes_stand_nearer():
    """Linked nodes are on average nearer to each other than others, exactly summed (40) or on the grid (700)."""
    for count in (40, 700):
        boxes, links = web(count)
        points = {id_: np.array(point) for id_, point in place(boxes, links).points.items()}
        linked = np.mean([np.linalg.norm(points[a] - points[b]) for a, b in links])
        ids = sorted(points)
        anyone = np.mean([np.linalg.norm(points[a] - points[b]) for a, b in zip(ids, reversed(ids), strict=True)])
        assert linked < anyone / 2


def test_unconnected_parts_do_not_overlap():
    """Each part has ground of its own."""
    links = [(f"{part}{i}", f"{part}{(i + 1) % 6}") for part in "abc" for i in range(6)]
    boxes = {id_: Box(10, 50) for pair in links for id_ in pair} | {"x": Box(10, 50), "y": Box(10, 50)}
    assert overlapping(boxes, place(boxes, links).points) == 0


def test_groups_are_the_cliques():
    """Two cliques joined by one link are two groups, the larger one numbered 0."""
    small = [(a, b) for a in range(5) for b in range(a)]
    large = [(a, b) for a in range(5, 12) for b in range(5, a)]
    assert groups(12, [*small, *large, (0, 5)]) == [1] * 5 + [0] * 7
