"""Drawings of lineages: whatever things are called, what is drawn can be read, and all is in it."""

import html
import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from bffgen.model.lineage import Asked, Lineage, OperationLineage
from bffgen.report.graph import drawn

SVG = "{http://www.w3.org/2000/svg}"
# Names that Mermaid, XML, Markdown or a terminal has a meaning of its own for.
ODD = (
    *("end", 'a"]; b', "größe", "</script><b>", "`md`", "#quot;", "GET /a/{b}", "x\ny", "%% c"),
    *("subgraph", "日本語", 'a\\"b', "1", "_x2f_", "__", "_", "style", "graph TD", "]]>", "&amp;"),
    *("\u202e", "\ud800", "\ufffe", "\x1b[31m", "-->", "(", "a b", "a_b", "_s_", "a", "b", "A"),
)


def asked(name, *, required=True, upstream=None):
    return Asked(
        name=name,
        upstream=name if upstream is None else upstream,
        operation=name,
        key="GET /x",
        status="200",
        required=required,
        calls=1,
        waits=(),
        starts_ms=0,
        finish_ms=5,
        given=(),
    )


def operation(name, *sources, function=""):
    return OperationLineage(
        name=name,
        key=f"GET /{name}",
        status="200",
        sources=sources,
        fields=(),
        function=function,
        budget_ms=9,
        reserve_ms=1,
    )


def odd():
    """Two clients whose every name is odd, and an operation that a function answers."""
    sources = [asked(each, required=number % 2 == 0) for number, each in enumerate(ODD)]
    computed = asked("computed", upstream="", required=False)
    operations = [operation(each, *sources[:3], computed) for each in ODD]
    last = operation("last", *sources, function="answer")
    return [
        Lineage(client="end", operations=(*operations, last)),
        Lineage(client='"', operations=(operation("end", *sources[3:5]),)),
    ]


# The letter of what is written, far narrower than what Mermaid reads.
IDENT = r"(?:client|operation|group|asked|hook)(?:_s_(?:[A-Za-z0-9]|__|_x[0-9a-f]+_)*)+"
LABEL = r'"((?:[^\x00-\x1f"#<>&`\\]|#[0-9]+;)+)"'
BOX = re.compile(rf" *({IDENT})(?:\[{LABEL}\]|\(\[{LABEL}\]\)|\{{\{{{LABEL}\}}\}})")
GROUP = re.compile(rf"  subgraph ({IDENT})\[{LABEL}\]")
EDGE = re.compile(rf"  ({IDENT}) (-->|-\.->) ({IDENT})")


def flowchart(text):
    """Read a flowchart by its letter: labels by id, edges."""
    first, *lines = text.splitlines()
    assert first == "flowchart LR"
    labels, edges, groups, is_open = {}, [], [], False
    for line in lines:
        if found := GROUP.fullmatch(line):
            assert not is_open
            assert found[1] not in groups
            groups.append(found[1])
            is_open = True
        elif line == "  end":
            assert is_open
            is_open = False
        elif found := BOX.fullmatch(line):
            assert found[1] not in labels
            label = next(each for each in found.groups()[1:] if each is not None)
            labels[found[1]] = re.sub(r"#([0-9]+);", lambda each: chr(int(each[1])), label)
        else:
            found = EDGE.fullmatch(line)
            assert found, line
            assert {found[1], found[3]} <= labels.keys()
            edges.append((labels[found[1]], found[2], labels[found[3]]))
    assert not is_open
    return labels, edges


def test_a_flowchart_is_read_whatever_things_are_called():
    labels, edges = flowchart(drawn("mermaid", odd()))
    assert len(labels) == 2 + len(ODD) + 2 + len(ODD) + 2
    assert {each for each in ODD if each.isprintable()} <= {*labels.values()}
    # Each odd operation hangs on its client and asks four; the last one asks all, by a function.
    assert len(edges) == 5 * len(ODD) + (1 + len(ODD) + 1) + 3
    assert ("last", "-->", "answer") in edges
    assert ("last", "-.->", 'a"]; b') in edges
    assert ("end", "-.->", "computed") in edges


@pytest.mark.parametrize(
    "planted", ['  asked_s_a_s_a["a"b"]', "  end", "  asked_s_a --> asked_s_b", '  end["end"]']
)
def test_what_is_no_flowchart_is_not_read(planted):
    text = drawn("mermaid", odd()[1:])
    flowchart(text)
    with pytest.raises(AssertionError):
        flowchart(text + planted)


def picture(lineages):
    text = drawn("svg", lineages)
    return text, ElementTree.fromstring(text)


def rows(root):
    """Give left, top, right, bottom of every box."""
    return [
        (
            float(r.get("x")),
            float(r.get("y")),
            float(r.get("x")) + float(r.get("width")),
            float(r.get("y")) + float(r.get("height")),
        )
        for r in root.iter(f"{SVG}rect")
    ]


def test_a_picture_is_whole_in_itself_whatever_things_are_called():
    text, root = picture(odd())
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags == {"svg", "title", "desc", "style", "path", "g", "rect", "text"}
    assert not re.search(
        r"href|url\(|@import|<script| on[a-z]+=", html.unescape(text).replace("</script><b>", "")
    )
    assert "prefers-color-scheme: dark" in text
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.find(f"{SVG}title").text
    for each in (*root.iter(f"{SVG}g"), *root.iter(f"{SVG}path")):
        assert each.find(f"{SVG}title").text
    shown = {each.text for each in root.iter(f"{SVG}text")}
    assert {each for each in ODD if each.isprintable()} <= shown


def test_boxes_lie_beside_each_other_within_the_picture():
    _, root = picture(odd())
    _, _, wide, high = map(float, root.get("viewBox").split())
    boxes = rows(root)
    assert all(
        0 < left < right < wide and 0 < top < bottom < high for left, top, right, bottom in boxes
    )
    for column in {left for left, *_ in boxes}:
        stacked = sorted((top, bottom) for left, top, _, bottom in boxes if left == column)
        assert all(above[1] < below[0] for above, below in pairwise(stacked))
    for each in root.iter(f"{SVG}g"):
        # A sign is at most 0.6 of the 13 px high; one of East Asia has the width of two.
        label, box = each.find(f"{SVG}text"), each.find(f"{SVG}rect")
        end = float(label.get("x")) + 7.8 * len(label.text)
        assert end < float(box.get("x")) + float(box.get("width"))


def test_lines_begin_and_end_at_boxes():
    _, root = picture(odd())
    boxes = rows(root)
    starts = {(right, (top + bottom) / 2) for _, top, right, bottom in boxes}
    ends = {(left, (top + bottom) / 2) for left, top, _, bottom in boxes}
    for each in root.iter(f"{SVG}path"):
        numbers = [float(n) for n in re.findall(r"[0-9.]+", each.get("d"))]
        assert (numbers[0], numbers[1]) in starts
        assert (numbers[-2], numbers[-1]) in ends


@pytest.mark.parametrize("form", ["mermaid", "svg", "json"])
def test_nothing_is_drawn_of_nothing(form):
    assert drawn(form, []).strip()
