"""Lines are added to a YAML text, and every other byte stays where its author put it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.insert import Added, insert
from bffgen.contract.yaml import read_yaml

RESPONSE = {"description": "Late.", "content": {"a/json": {"schema": {"$ref": "#/x"}}}}


def inserted(text, *members):
    return insert(text.encode(), "api.yaml", members)


def added(key, after, *, holder="/r", value=RESPONSE):
    return Added(holder=holder, key=key, value=value, after=after)


BLOCK = (
    '  "504":\n    description: Late.\n    content:\n      a/json:\n        schema: {$ref: "#/x"}\n'
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("r:\n  '200': {}\n", ""),
        ("r:\n  '200':\n    a: 1\n", "s: 2\n"),
        ("r:\n  200: 1 # fine\n", "  default: 2\n"),
        # A comment that is deeper belongs to what stands above it, any other to what follows.
        ("r:\n  200:\n    a: 1\n    # of 200\n", "  # of the default\n  default: 2\n"),
        ("r:\n  200: |\n    text\n    # text too\n", "\n\n  default: 2\n"),
        ("r:\n  200: 'a\n    b'\n", "  default: 2\n"),
        ("r:\n  200: {a: 1,\n    b: 2\n  }\n", "  default: 2\n"),
        ("r:\n  200: [1,\n   2]\n", "  default: 2\n"),
        ("r:\n  200:\n", "  default: 2\n"),
        ("r:\n  200:\n    - a\n    - b: 1\n      c: 2\n", "  default: 2\n"),
        ("x: &x {a: 1}\nr:\n  200: *x\n", "  default: 2\n"),
        ("---\nr:\n  200: 1\n", "...\n"),
    ],
)
def test_a_member_stands_behind_the_one_that_it_follows(before, after):
    assert inserted(before + after, added("504", "200")).decode() == before + BLOCK + after


def test_a_member_without_one_before_it_comes_first():
    made = inserted("r: # all\n  # any other\n  default: 1\n", added("504", None, value={"a": 1}))
    assert made == b'r: # all\n  # any other\n  "504": {a: 1}\n  default: 1\n'


def test_several_members_keep_their_order_and_places():
    members = [
        added("400", None, value=1),
        added("502", "500", value=2),
        added("504", "500", value=3),
        added("s", "r", holder="", value={"t": {"u": 1}}),
    ]
    made = inserted("r:\n    500: 0\n    default: 0\n", *members)
    assert made.decode() == (
        'r:\n    "400": 1\n    500: 0\n    "502": 2\n    "504": 3\n    default: 0\n'
        "s:\n  t: {u: 1}\n"
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"r:\r\n  200: 1\r\n", b'r:\r\n  200: 1\r\n  "504": 1\r\n'),
        (b"r:\n  200: 1", b'r:\n  200: 1\n  "504": 1'),
        (b"\xef\xbb\xbfr:\n  200: 1\n", b'\xef\xbb\xbfr:\n  200: 1\n  "504": 1\n'),
        ("r:\n  200: \U0001f600\u2028 ä\n".encode(),
         'r:\n  200: \U0001f600\u2028 ä\n  "504": 1\n'.encode()),
    ],
)  # fmt: skip
def test_line_ends_marks_and_letters_stay(raw, expected):
    assert insert(raw, "api.yaml", [added("504", "200", value=1)]) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("r: {200: 1}\n", "it is written in braces, on one line or several"),
        ("r: {\n  200: 1\n}\n", "it is written in braces, on one line or several"),
        ("x: &x\n  200: 1\nr: *x\n", "it is an alias of another part of the file"),
        ("r: &r\n  200: 1\ns: *r\n", "another part of the file shares these lines"),
        ("r:\n", "there is no mapping with a member to write beside"),
        ("r: 1\n", "there is no mapping with a member to write beside"),
        ("r:\n  ? 200\n  : 1\n", "its keys do not stand at the beginning of lines of one depth"),
        ("r: !!map\n  200: 1\n", None),
    ],
)  # fmt: skip
def test_a_mapping_that_takes_no_line_is_a_finding_at_its_key(text, problem):
    made = inserted(text, added("504", "200"), added("505", "200"))
    if problem is None:
        assert isinstance(made, bytes)
        return
    (found,) = made
    assert dict(found.facts) == {"problem": problem, "keys": "504, 505"}
    assert (found.marks[0].place.pointer, found.marks[0].on) == ("/r", "key")


COMMENTS = st.sampled_from(("", " # said", "\n{deeper}# of this one", "\n{indent}# of the next"))
VALUES = st.sampled_from(
    (
        "1",
        "'a''b'",
        '"a\\"b"',
        "{a: 1, b: [2]}",
        "[{a: 1},\n{deeper}2]",
        "|\n{deeper}text\n{deeper}# text",
        ">-\n{deeper}text\n\n{deeper}more",
        "plain text\n{deeper}goes on",
        "\n{deeper}a: 1\n{deeper}b:\n{deeper} - c",
        "",
    )
)


@st.composite
def layouts(draw):
    """Draw a mapping of statuses, in one of the ways that people write it."""
    indent = " " * draw(st.integers(1, 6))
    deeper = indent + " " * draw(st.integers(1, 4))
    quote = draw(st.sampled_from(("", "'", '"')))
    keys = draw(st.lists(st.integers(200, 599), min_size=1, max_size=5, unique=True))
    lines = []
    for key in sorted(keys):
        value = draw(VALUES)
        comment = draw(COMMENTS)
        if comment.startswith(" #") and ("\n" in value or value == ""):
            comment = ""
        if comment.startswith("\n") and value[:1] in ("|", ">"):
            comment = ""
        blanks = "\n" * draw(st.integers(0, 2))
        line = f"{indent}{quote}{key}{quote}: {value}{comment}\n{blanks}"
        lines.append(line.format(indent=indent, deeper=deeper) if "{a" not in line else
                     line.replace("{deeper}", deeper).replace("{indent}", indent))  # fmt: skip
    tail = draw(st.sampled_from(("", "s: 1\n", "# the end\n", "# above\ns:\n  - 1\n")))
    return "r:" + draw(st.sampled_from(("", " # all"))) + "\n" + "".join(lines) + tail, keys


@given(layouts(), st.integers(200, 599))
def test_whatever_the_layout_only_lines_are_added(layout, status):
    text, keys = layout
    if status in keys:
        return
    before = read_yaml(text.encode(), "api.yaml")
    after = max((key for key in keys if key < status), default=None)
    made = inserted(text, added(str(status), None if after is None else str(after)))

    assert isinstance(made, bytes), made
    kept = made.decode()
    lines = BLOCK.replace('"504"', f'"{status}"').splitlines()
    indent = kept[: kept.index(f'"{status}"')].rpartition("\n")[2]
    block = "".join(f"{indent}{line[2:]}\n" for line in lines)
    assert kept.replace(block, "", 1) == text
    assert read_yaml(made, "api.yaml") == {**before, "r": {**before["r"], str(status): RESPONSE}}
