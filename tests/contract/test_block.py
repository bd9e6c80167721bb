"""What is found by the lines of blocks is where a parse of the whole text finds it."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bffgen.contract import pointer as module
from bffgen.contract.pointer import locator
from bffgen.contract.yaml import read_yaml
from bffgen.model.place import Place
from tests.contract.positions import agreeing, everywhere

TEXTS = {
    "blocks": """\
        openapi: 3.1.0
        paths:
          /a:
            get:
              tags: [a, "b c", 'it''s']   # a comment
              parameters:
              - name: q
                in: query
              -
                name: r
              - - one
                - two: 2

                  three: 3
              # a comment at the margin of the list
              - last
        "quoted key": {a: {b: 1}, c: [2]}
        'it''s': |
          first: 1
          - second
        folded: >-

          - x

          y: 2
        plain: first
          second
        200: ok
        """,
    "a text that goes on at the margin": """\
        a: "one
        b: two
        - three"
        b:
          c: 'x
          d: y

        '
          d: 2
        """,
    "brackets that close at the margin": """\
        a: {
        b: 1,
        c: [
        ]
        }
        b: 2
        """,
    "items at the margin of their mapping": "a:\n- x\n- y: 1\n  z: 2\nb:\n- - 1\n  - 2\n-c: 3\n",
    "an anchor and where it is meant": """\
        a: &x
          b: {c: 1}
        d:
          e: *x
          f: &y
            - 1
          g: *y
        """,
    "a key with an anchor": "&k a:\n  b: 1\nc:\n  &l d: 2\n  e: *k\n",
    "tags": "a: !!map\n  b: !!str 1\nc: !!seq\n- 1\n- !!int 2\n",
    "a key of its own line": "? a\n: b: 1\n  c: 2\nd:\n  ? e\n  f: 1\n",
    "a head": "# a comment\n\n--- # another\na:\n  b: 1\n",
    "a version": "%YAML 1.2\n---\na:\n  b: 1\n",
    "an end": "a:\n  b: 1\n...\n",
    "nothing": "a:\nb: # a comment\n  # another\nc: []\nd: {}\ne:\n-\n- # nothing\n-\n  - 1\n",
    "tabs": "a:\t1\nb:\t# a comment\n  c:\t2\nd:\n  -  e\t\n",
    "brackets alone": "{a: {b: 1}, c: [2, 3]}\n",
    "json": '{"a": {"b": 1},\n"c": [2,\n3]}\n',
    "a list alone": "- a\n- b: 1\n  c: 2\n-\n  - 3\n",
    "a text alone": "a b\n c\n",
    "no last line end": "a:\n  - b\n  - c: 1",
    "keys in quotes": '"a\\u0062": 1\n"a: b":\n  "c": 2\n\'d: e\' : 3\n"": 4\n',
    "line ends of 1.1": 'a: "b\u2028c"\nd:\n  e: "x\x85y"\n',
    "a line end that stands alone": "a:\r  b: 1\r\nc: 2\n",
    "comments": "a: # b: 1\n#c: 2\n  #d: 3\n  e: 4 # f: 5\ng: x#y\n",
}


def agree(text):
    """Look up every place of a text by its lines, and by a parse of all of it."""
    value = read_yaml(text.encode(), "a.yaml")
    assert not isinstance(value, tuple)
    agreeing("a.yaml", text.encode(), value, everywhere(value))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_place_of_a_text_is_where_a_parse_finds_it(text, end):
    agree(textwrap.dedent(text).replace("\n", end))


def test_a_text_of_blocks_is_never_parsed_as_a_whole(monkeypatch):
    text = textwrap.dedent(TEXTS["blocks"])
    value = read_yaml(text.encode(), "a.yaml")
    monkeypatch.setattr(module, "read_extents", None)
    look_up = locator({"a.yaml": text.encode()}.get, values={"a.yaml": value})
    for where in everywhere(value):
        assert look_up(Place(document="a.yaml", pointer=where), "value") is not None


@pytest.mark.parametrize("changed", ["a: [", "a:\n- b\n", "", 'a: "', "a:\n  b:\n   c: &x\n"])
def test_a_file_that_has_changed_since_it_was_read_is_shown_somewhere(changed):
    look_up = locator({"a.yaml": changed.encode()}.get, values={"a.yaml": {"a": {"b": {"c": 1}}}})
    for where in ("", "/a", "/a/b", "/a/b/c", "/a/b/c/d"):
        assert look_up(Place(document="a.yaml", pointer=where), "value").line >= 1


KEYS = st.sampled_from(["a", "b", "-c", "d e", "200", '"f"', "'g: h'", '"i\\""', "b:c"])
# Several lines are joined with the indentation that is drawn for them.
SCALARS = st.sampled_from(
    [
        "1",
        "x",
        "x y",
        "a: b",
        "",
        "~",
        '"x"',
        "'it''s'",
        "x#y",
        "x # a: b",
        "[]",
        "{}",
        "[1, {a: 2}]",
    ]
)
LONG = st.sampled_from(
    [
        ("x", "y"),
        ('"x', "a: 1", 'y"'),
        ("'x", "- y", "b:", "'"),
        ('"x', '\\"a', 'b"'),
        ("[1", ", {a: 2", "}, b", "]"),
        ("{", "a: 1,", "b: [", "]", "}"),
        ("|", "a: 1", "", "- b"),
        (">-", "b: x"),
        ("|2", " a: 1", "b:"),
        ("|+", "x", "", ""),
    ]
)
NOTHING = st.sampled_from(["", "", "", "\n", "# a: 1\n", "   # - x\n", " \n"])


@st.composite
def blocks(draw, column=0, depth=0):
    """Draw the lines of a mapping or a list, with its first line where it is put."""
    is_list = draw(st.booleans())
    count = draw(st.integers(1, 4))
    keys = draw(st.lists(KEYS, min_size=count, max_size=count, unique=True))
    parts = []
    for key in keys:
        head = "-" if is_list else key + ":"
        tail = draw(below(column, depth, is_list=is_list))
        gap = draw(NOTHING)
        parts.append(f"{head}{tail}\n{gap}")
    return (" " * column).join(parts)


@st.composite
def below(draw, column, depth, *, is_list):
    """Draw what stands behind a colon or a dash."""
    kind = draw(st.sampled_from(["scalar", "long", "block", "block", "compact"]))
    prefix = draw(st.sampled_from(["", "", "", "&x ", "!!str " if kind == "scalar" else ""]))
    if kind == "long":
        # Nothing is drawn for the indentation but what quotes and brackets allow: the margin too.
        lines = draw(LONG)
        deep = column + draw(st.integers(1, 3))
        margin = deep if lines[0][0] in "|>x" else draw(st.integers(0, deep))
        ends = f"\n{' ' * margin}"
        return f" {prefix}{ends.join(lines)}"
    if depth > 3 or kind == "scalar":
        return f" {prefix}{draw(SCALARS)}"
    if kind == "compact" and is_list:
        return f" {draw(blocks(column + 2, depth + 1))}".rstrip("\n")
    inner = column + draw(st.integers(0 if not is_list else 1, 3))
    made = draw(blocks(inner, depth + 1))
    return f" {prefix}\n{draw(NOTHING)}{' ' * inner}{made}".rstrip("\n")


@settings(max_examples=100)
@given(blocks(), st.sampled_from(["", "---\n", "# a\n"]), st.sampled_from(["\n", "\r\n"]))
def test_every_place_of_a_drawn_text_is_where_a_parse_finds_it(text, head, end):
    text = (head + text).replace("\n", end)
    value = read_yaml(text.encode(), "a.yaml")
    if not isinstance(value, tuple):
        agreeing("a.yaml", text.encode(), value, everywhere(value))
