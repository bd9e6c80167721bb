"""A place is printed at the line and column where its author wrote it."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.pointer import locator
from bffgen.model.place import Place
from tests.contract.positions import positions

YAML = """\
# a comment
openapi: "3.1.0"
info: {title: 'My API', version: 1.0}   # a comment
paths:
  /a~b/{id}:
    get:
      responses:
        200: {description: ok}
  "/q": &x
    - one
    - two: 2
  /r: *x
text: |
  first
  second
empty:
quoted: ""
tagged: !!str 12
folded: first
  second
😀: é, 😀 and more
twice: 1
twice: 2
"""
JSON = """\
{"openapi": "3.1.0",
 "info": {"title": "My \\"API\\"", "tags": [1, {"a/b": true}, "t"]}, "é": "😀 x",
\t"empty": "", "nothing": null, "brackets": "]}{[\\"", "last": [[], {}],
 "\\u0065scaped": -1.5e3
}
"""
SPANS = [
    ("a.yaml", "", "value", (2, 1), 'openapi: "3.1.0"'),
    ("a.yaml", "", "key", (2, 1), 'openapi: "3.1.0"'),
    ("a.yaml", "/openapi", "value", (2, 11), "3.1.0"),
    ("a.yaml", "/openapi", "key", (2, 1), "openapi"),
    ("a.yaml", "/info", "value", (3, 7), "{title: 'My API', version: 1.0}"),
    ("a.yaml", "/info/title", "value", (3, 16), "My API"),
    ("a.yaml", "/info/version", "key", (3, 25), "version"),
    ("a.yaml", "/info/version", "value", (3, 34), "1.0"),
    ("a.yaml", "/paths", "value", (5, 3), "/a~b/{id}:"),
    ("a.yaml", "/paths/~1a~0b~1{id}", "key", (5, 3), "/a~b/{id}"),
    ("a.yaml", "/paths/~1a~0b~1{id}/get/responses/200", "key", (8, 9), "200"),
    ("a.yaml", "/paths/~1a~0b~1{id}/get/responses/200/description", "value", (8, 28), "ok"),
    ("a.yaml", "/paths/~1q", "key", (9, 4), "/q"),
    ("a.yaml", "/paths/~1q/0", "value", (10, 7), "one"),
    ("a.yaml", "/paths/~1q/1/two", "key", (11, 7), "two"),
    # Inside an alias: where its anchor stands.
    ("a.yaml", "/paths/~1r", "value", (12, 7), "*x"),
    ("a.yaml", "/paths/~1r/1/two", "value", (11, 12), "2"),
    ("a.yaml", "/text", "value", (14, 3), "first"),
    # Nothing is written: the key stands for it.
    ("a.yaml", "/empty", "value", (16, 1), "empty"),
    ("a.yaml", "/quoted", "value", (17, 1), "quoted"),
    ("a.yaml", "/tagged", "value", (18, 15), "12"),
    ("a.yaml", "/folded", "value", (19, 9), "first"),
    ("a.yaml", "/😀", "key", (21, 1), "😀"),
    ("a.yaml", "/😀", "value", (21, 4), "é, 😀 and more"),
    # Of two equal keys: the key of the last, the value of the first.
    ("a.yaml", "/twice", "key", (23, 1), "twice"),
    ("a.yaml", "/twice", "value", (22, 8), "1"),
    # What is not there: the nearest parent, on its key.
    ("a.yaml", "/info/contact/name", "value", (3, 1), "info"),
    ("a.yaml", "/info/contact", "key", (3, 1), "info"),
    ("a.yaml", "/paths/~1q/7", "value", (9, 4), "/q"),
    ("a.yaml", "/paths/~1q/1/three", "value", (11, 7), "two: 2"),
    ("a.yaml", "/nothing", "value", (2, 1), 'openapi: "3.1.0"'),
    ("b.json", "", "value", (1, 1), '{"openapi": "3.1.0",'),
    ("b.json", "/openapi", "value", (1, 14), "3.1.0"),
    ("b.json", "/openapi", "key", (1, 3), "openapi"),
    ("b.json", "/info/title", "value", (2, 21), 'My \\"API\\"'),
    ("b.json", "/info/tags", "value", (2, 42), '[1, {"a/b": true}, "t"]'),
    ("b.json", "/info/tags/0", "value", (2, 43), "1"),
    ("b.json", "/info/tags/1/a~1b", "key", (2, 48), "a/b"),
    ("b.json", "/info/tags/1/a~1b", "value", (2, 54), "true"),
    ("b.json", "/info/tags/2", "value", (2, 62), "t"),
    ("b.json", "/é", "value", (2, 74), "😀 x"),
    ("b.json", "/empty", "value", (3, 3), "empty"),
    ("b.json", "/nothing", "value", (3, 26), "null"),
    ("b.json", "/last/1", "value", (3, 67), "{}"),
    ("b.json", "/escaped", "key", (4, 3), "\\u0065scaped"),
    ("b.json", "/escaped", "value", (4, 18), "-1.5e3"),
    ("b.json", "/info/none", "value", (2, 3), "info"),
    ("b.json", "/info/tags/9", "value", (2, 35), "tags"),
]


def locate(documents, document, pointer, on):
    texts = {name: text.encode() for name, text in documents.items()}
    return locator(texts.get)(Place(document=document, pointer=pointer), on)


@pytest.mark.parametrize(("document", "pointer", "on", "start", "underlined"), SPANS)
def test_a_place_is_where_its_author_wrote_it(document, pointer, on, start, underlined):
    span = locate({"a.yaml": YAML, "b.json": JSON}, document, pointer, on)
    assert (span.line, span.column) == start
    assert span.text[span.column - 1 : span.column - 1 + span.width] == underlined
    lines = (YAML if document == "a.yaml" else JSON).split("\n")
    assert span.text == lines[span.line - 1]


@pytest.mark.parametrize(
    ("document", "text", "start", "line"),
    [
        ("a.yaml", "a: 1\nb: c: d\n", (2, 5), "b: c: d"),
        ("a.yaml", "a: 1\n\tb: 2\n", (2, 1), "\tb: 2"),
        ("a.yaml", 'a: "b\nc: d\n', (1, 4), 'a: "b'),
        ("a.yaml", "a: 1\n---\nb: 2\n", (2, 1), "---"),
        ("a.yaml", "a: é\x00\n", (1, 5), "a: é\x00"),
        ("a.json", '{"a": [1,\n  2,]}', (2, 5), "  2,]}"),
        ("a.json", '{"é": }', (1, 7), '{"é": }'),
        ("a.json", "", (1, 1), ""),
        ("a.yaml", "", (1, 1), ""),
    ],
)
def test_a_document_that_does_not_parse_is_shown_where_the_parser_stopped(
    document, text, start, line
):
    for pointer, on in (("", "value"), ("/a/b", "value"), ("/a", "key")):
        span = locate({document: text}, document, pointer, on)
        assert (span.line, span.column, span.text) == (*start, line)


def test_bytes_that_are_not_utf_8_are_shown():
    span = locator({"a.yaml": "a: 1\nb: é".encode() + b"\xff\n"}.get)(
        Place(document="a.yaml"), "value"
    )
    assert (span.line, span.column) == (2, 5)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_move_nothing(end, mark):
    text = mark + end.join(["a: 1", "b:", "  - é", "  - c: 2", ""])
    span = locate({"a.yaml": text}, "a.yaml", "/b/1/c", "value")
    assert (span.line, span.column, span.width, span.text) == (4, 8, 1, "  - c: 2")


def test_the_second_of_two_equal_keys_is_found_in_json_too():
    text = '{"a": {"k": 1,\n "x": 0, "k": 2},\n "k": 3}'
    assert locate({"a.json": text}, "a.json", "/a/k", "key").line == 2
    assert locate({"a.json": text}, "a.json", "/a/k", "value").line == 1
    assert locate({"a.json": text}, "a.json", "/k", "key").line == 3


def test_a_document_that_is_not_there_has_no_lines():
    assert locate({}, "a.yaml", "/a", "value") is None


def test_a_document_is_read_once():
    reads = []

    def read(path):
        reads.append(path)
        return b"a: [1, 2]"

    look_up = locator(read)
    for pointer in ("/a", "/a/0", "/b"):
        look_up(Place(document="a.yaml", pointer=pointer), "value")
    assert reads == ["a.yaml"]


WORDS = st.from_regex(r"k[a-z0-9]{0,4}", fullmatch=True)
TEXTS = st.one_of(
    WORDS, st.sampled_from(["", "a b", "é😀", 'q"{', "it's [", "a\nb\n", "# no", "- x"])
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 10**6), TEXTS),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(WORDS, below, max_size=4)),
    max_leaves=16,
)


def agree(text, document):
    """Compare every position with a walk over composed nodes, asked in another order."""
    look_up = locator({document: text.encode()}.get)
    expected = positions(text)
    for pointer, (key, start) in sorted(expected.items(), reverse=True):
        place = Place(document=document, pointer=pointer)
        span = look_up(place, "value")
        if start is not None:
            assert (span.line, span.column) == start, pointer
        if key is not None:
            span = look_up(place, "key")
            assert (span.line, span.column) == key, pointer


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_positions_in_json_agree_with_a_full_walk(value, indent, is_ascii):
    text = json.dumps({"root": value}, indent=indent, ensure_ascii=is_ascii)
    # PyYAML cannot read the pairs of escapes that JSON writes a character with.
    if "\\ud" not in text:
        agree(text, "a.json")


@given(VALUES, st.sampled_from([True, False, None]), st.sampled_from([None, "|", '"', "'"]))
def test_positions_in_yaml_agree_with_a_full_walk(value, flow, style):
    text = yaml.safe_dump(
        {"root": value}, default_flow_style=flow, default_style=style, allow_unicode=True
    )
    agree(text, "a.yaml")


def test_of_equal_keys_the_last_is_shown_where_it_is_the_one_that_was_read():
    text = '{"a": {"x": 1},\n "b": [0],\n "a": {"x": 2, "x":\n 3}}'
    read = {"a.json": text.encode()}.get
    spans = {
        last_counts: locator(read, last_counts=last_counts)(
            Place(document="a.json", pointer="/a/x"), "value"
        )
        for last_counts in (False, True)
    }
    assert [(each.line, each.column) for each in spans.values()] == [(1, 13), (4, 2)]
    key = locator(read, last_counts=True)(Place(document="a.json", pointer="/a"), "key")
    assert (key.line, key.column) == (3, 3)
