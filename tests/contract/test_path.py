"""The path grammar: what is printed parses back, what is wrong is refused at its character."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.path import PathFault, parse_loop, parse_path, parse_value
from bffgen.contract.yaml import read_document
from bffgen.model.builder import By, Constant, Every, Index, Name, ValuePath
from bffgen.model.composition import RESERVED
from bffgen.model.place import Place

AT = Place(document="composition.yaml", pointer="/operations/page/body")

# --- round trip: a path is drawn as data, printed, parsed and taken apart again

ROOTS = st.from_regex(r"[A-Za-z_$@][A-Za-z0-9_$@-]{0,6}", fullmatch=True)
# A bare name is one of the grammar; any other text stands in quotes.
NAMES = st.one_of(ROOTS, st.text(st.characters(codec="utf-8"), max_size=5)).map(
    lambda name: ("name", name)
)
INDEXES = st.integers(0, 9999).map(lambda number: ("index", number))
LITERALS = st.one_of(
    st.booleans(),
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), max_size=8),
)


def paths(keys):
    steps = st.one_of(NAMES, INDEXES, st.just(("every", None)), keys.map(lambda key: ("by", key)))
    return st.tuples(ROOTS, st.lists(steps, max_size=4))


PATHS = st.recursive(st.tuples(ROOTS, st.just([])), paths, max_leaves=3)
VALUES = st.tuples(
    PATHS,
    st.lists(
        st.one_of(PATHS.map(lambda p: ("path", p)), LITERALS.map(lambda v: ("literal", v))),
        max_size=3,
    ),
)
BARE = re.compile(r"[A-Za-z_$@][A-Za-z0-9_$@-]*")


def printed(path):
    root, steps = path
    return ".".join([root, *(printed_step(*step) for step in steps)])


def printed_step(kind, given):
    match kind:
        case "name":
            return given if BARE.fullmatch(given) else json.dumps(given)
        case "index":
            return str(given)
        case "every":
            return "*"
        case _:
            return f"by({printed(given)})"


def taken_apart(path):
    def step(each):
        match each:
            case Name():
                return "name", each.name
            case Index():
                return "index", each.index
            case Every():
                return "every", None
            case By():
                return "by", taken_apart(each.key)

    return path.root, [step(each) for each in path.steps]


@given(VALUES)
def test_a_printed_value_parses_to_what_was_printed(value):
    first, rest = value
    options = [printed(each) if kind == "path" else json.dumps(each) for kind, each in rest]
    text = " else ".join([printed(first), *options])

    parsed = parse_value(text, AT)

    assert not isinstance(parsed, PathFault), (text, parsed)
    assert taken_apart(parsed.options[0]) == first
    # A bare `true`, `false` or `null` behind `else` is the literal and never a source's name.
    read = [
        ("literal", each.value) if isinstance(each, Constant) else ("path", taken_apart(each))
        for each in parsed.options[1:]
    ]
    words = {"true": True, "false": False, "null": None}
    assert read == [
        ("literal", words[each[0]])
        if kind == "path" and each in [(w, []) for w in words]
        else (kind, each)
        for kind, each in rest
    ]


@given(PATHS, st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True))
def test_a_printed_loop_parses_to_what_was_printed(path, name):
    loop = parse_loop(f"{printed(path)} as {name}", AT)

    if name in RESERVED:
        assert isinstance(loop, PathFault)
    else:
        assert (taken_apart(loop[0]), loop[1]) == (path, name)


@given(VALUES)
def test_each_step_knows_its_characters(value):
    text = " else ".join(
        printed(each) for each in [value[0], *(p for k, p in value[1] if k == "path")]
    )
    for path in parse_value(text, AT).options:
        if isinstance(path, ValuePath):
            assert text[path.offset : path.offset + len(path.text)] == path.text
            assert text[path.mark_of(-1).offset :].startswith(path.root)
            for number, step in enumerate(path.steps):
                mark = path.mark_of(number)
                written = text[mark.offset : mark.offset + mark.width]
                assert text[mark.offset - 1] == "."
                assert written == printed_step(*taken_apart(path)[1][number]), (text, step)


@given(st.text(alphabet='ab.*"()01 \\elsnu$@-é\n', max_size=14))
def test_any_text_parses_or_is_refused_within_itself(text):
    for parse in (parse_value, parse_path, parse_loop):
        read = parse(text, AT)
        if isinstance(read, PathFault):
            assert 0 <= read.offset <= len(text)
            assert read.width >= 1
            assert read.problem
            assert read.expected


# --- 58 wrong texts: (parser, text, offset of the caret, width, what is said)

ROOT = "the name of a source, a loop or a root such as `request`"
STEP = "a property name, an index, `*` or `by(..)`"
REST = "` else ` with a path or a literal, or nothing more"
OPTION = 'a path or a literal such as `0` or `"EUR"`'
ELEMENTS = "`.0` for one element, `.*` for each"
END = "the text ends here"
LOOP = "` as ` and a name for the element"
ELEMENT = "a name for the element: letters, digits and `_`"

WRONG_VALUES = [
    ("", 0, 1, END, ROOT),
    (" product", 0, 1, "` ` stands here", ROOT),
    (".title", 0, 1, "`.` stands here", ROOT),
    ("1product", 0, 8, "`1product` stands here", ROOT),
    ("*", 0, 1, "`*` stands here", ROOT),
    ('"EUR"', 0, 5, '`"EUR"` stands here', ROOT),
    ("-1", 0, 2, "`-1` stands here", ROOT),
    ("{product}", 0, 9, "`{product}` stands here", ROOT),
    ("(product)", 0, 1, "`(` stands here", ROOT),
    ("éclair", 0, 6, "`éclair` stands here", ROOT),
    ("product.", 8, 1, END, STEP),
    ("product..title", 8, 1, "`.` stands here", STEP),
    ("product. title", 8, 1, "` ` stands here", STEP),
    ("product.-a", 8, 2, "`-a` stands here", STEP),
    ("product.é", 8, 1, "`é` stands here", STEP),
    ("product.?title", 8, 6, "`?title` stands here", STEP),
    ('product."title', 8, 6, '`"title` stands here', STEP),
    ('product."a\\x"', 8, 5, '`"a\\x"` stands here', STEP),
    ("product.[0]", 8, 3, "`[0]` stands here", STEP),
    ("product title", 7, 1, "` ` stands here", REST),
    ("product ", 7, 1, "` ` stands here", REST),
    ("product[0]", 7, 3, "`[0]` stands here", ELEMENTS),
    ("product.items[0].url", 13, 3, "`[0]` stands here", ELEMENTS),
    ("product?.title", 7, 1, "`?` stands here", REST),
    ("product.01", 9, 1, "`1` stands here", REST),
    ("product.1a", 9, 1, "`a` stands here", REST),
    ("product.*x", 9, 1, "`x` stands here", REST),
    ("product.title,price", 13, 6, "`,price` stands here", REST),
    ('product."a"b', 11, 1, "`b` stands here", REST),
    ("product ?? 0", 7, 1, "` ` stands here", REST),
    ("product || 0", 7, 1, "` ` stands here", REST),
    ("product.title + 1", 13, 1, "` ` stands here", REST),
    ("product elseprice", 7, 1, "` ` stands here", REST),
    ("product as x", 7, 1, "` ` stands here", REST),
    ("product else", 12, 1, END, OPTION),
    ("product else else x", 17, 1, "` ` stands here", REST),
    ("product else 01", 13, 2, "`01` stands here", OPTION),
    ("product else 1.", 13, 1, "`1` stands here", OPTION),
    ("product else .5", 13, 1, "`.` stands here", OPTION),
    ("product else 'a'", 13, 3, "`'a'` stands here", OPTION),
    ('product else "a\\x"', 13, 5, '`"a\\x"` stands here', OPTION),
    ('product else "\\ud800"', 13, 8, '`"\\ud800"` stands here', OPTION),
    ("product else 1e999", 13, 5, "`1e999` stands here", OPTION),
    ("product else {}", 13, 2, "`{}` stands here", OPTION),
    ("gallery.by(", 11, 1, END, ROOT),
    ("gallery.by()", 11, 1, "`)` stands here", ROOT),
    ("gallery.by(mid", 14, 1, END, "`)`"),
    ("gallery.by(mid else 0)", 14, 1, "` ` stands here", "`)`"),
    ("gallery.by(mid))", 15, 1, "`)` stands here", REST),
    ("a.by(" * 99, 162, 2, "`by` stands here", "no more than 32 `by(..)` inside each other"),
    ("gallery.by (mid)", 10, 1, "` ` stands here", REST),
]
WRONG_PATHS = [
    ("price else 0", 6, 4, "`else` stands here", "a path alone"),
    ('price."a else b" else 0', 17, 4, "`else` stands here", "a path alone"),
    ("price  else\t0", 7, 4, "`else` stands here", "a path alone"),
]
WRONG_LOOPS = [
    ("gallery.items", 13, 1, END, LOOP),
    ("gallery.items in image", 13, 1, "` ` stands here", LOOP),
    ("gallery.items as", 16, 1, END, ELEMENT),
    ("gallery.items as 1st", 17, 3, "`1st` stands here", ELEMENT),
    ("gallery.items as an-image", 19, 6, "`-image` stands here", ELEMENT),
    ("gallery.items as image.url", 22, 1, "`.` stands here", ELEMENT),
    ("gallery.items as it", 17, 2, "`it` is a reserved word", "another name"),
    ("gallery.items as request", 17, 7, "`request` is a reserved word", "another name"),
]


@pytest.mark.parametrize(
    ("parse", "wrong"),
    [
        *((parse_value, each) for each in WRONG_VALUES),
        *((parse_path, each) for each in WRONG_PATHS),
        *((parse_loop, each) for each in WRONG_LOOPS),
    ],
)
def test_a_wrong_text_is_refused_at_its_first_wrong_character(parse, wrong):
    text, offset, width, problem, expected = wrong

    assert parse(text, AT) == PathFault(
        offset=offset, width=width, problem=problem, expected=expected
    )


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("a else true", [("a", []), True]),
        ("a else trueish", [("a", []), ("trueish", [])]),
        ("a else true.x", [("a", []), ("true", [("name", "x")])]),
        ("a else nullable", [("a", []), ("nullable", [])]),
        ("a  else   0", [("a", []), 0]),
        ("a else -0.5e3", [("a", []), -500.0]),
        ("a.else else b", [("a", [("name", "else")]), ("b", [])]),
        ("a.by", [("a", [("name", "by")])]),
        ("a.0.1", [("a", [("index", 0), ("index", 1)])]),
        (
            'request.query."filter[status]"',
            [("request", [("name", "query"), ("name", "filter[status]")])],
        ),
        ("a.$ref.@id.x-y", [("a", [("name", "$ref"), ("name", "@id"), ("name", "x-y")])]),
        ("@graph", [("@graph", [])]),
        ('a."0"', [("a", [("name", "0")])]),
    ],
)
def test_what_looks_like_a_literal_or_a_word_is_read_by_its_whole_name(text, options):
    read = [
        each.value if isinstance(each, Constant) else taken_apart(each)
        for each in parse_value(text, AT).options
    ]

    assert read == options


# --- the paths that the storefront has

# What stands under these keys is no path.
NOT_PATHS = frozenset(
    (
        *("call", "python", "const", "report_as", "fallback", "timeout", "budget", "max_body"),
        *("omit", "on_status", "incomplete", "allow", "visible_to", "writable_by"),
        *("request", "returns", "uses", "idempotency", "cache", "retry", "start", "on_invalid"),
        *("bounds", "expose_sensitive"),
    )
)


def texts(value, key=""):
    """Give every text of an operation that is a path, with the key it stands under."""
    if isinstance(value, str):
        yield key, value
    members = value.items() if isinstance(value, dict) else ()
    members = ((key, each) for each in value) if isinstance(value, list) else members
    for name, member in members:
        if name not in NOT_PATHS:
            yield from texts(member, name)


def test_every_path_of_the_contracts_is_a_plain_scalar_in_block_and_in_flow_style(root):
    found = []
    for file in sorted((root / "contracts" / "clients").glob("*/composition.yaml")):
        operations = read_document(file.read_bytes(), file.name)["operations"]
        found += [each for answered in operations.values() for each in texts(answered)]
    assert len(found) > 40
    for key, text in found:
        parse = parse_loop if key == "each" else parse_value
        assert not isinstance(parse(text, AT), PathFault), text
        block = read_document(f"a: {text}\nb:\n  - {text}\n".encode(), "a.yaml")
        flow = read_document(f"{{a: {text}, b: [{text}, {text}]}}\n".encode(), "a.yaml")
        assert block == {"a": text, "b": [text]}
        assert flow == {"a": text, "b": [text, text]}


GRAMMAR_IN_YAML = [
    *("a.b.0", "a.*.b", "a.by(b.c)", "a.by(b).c", "a else b", "a else 0", "a else 1.5"),
    *("a else true", "a else null", 'a else "EUR"', "$a.@b.x-y", "items as one"),
    *('a."b"', "a.b else c.d else -1", "a.by(b.by(c).d)"),
]


@pytest.mark.parametrize("text", GRAMMAR_IN_YAML)
def test_the_grammar_stands_unquoted_in_yaml(text):
    assert read_document(f"a: {text}\n".encode(), "a.yaml") == {"a": text}
    assert read_document(f"{{a: {text}, b: [{text}]}}\n".encode(), "a.yaml") == {
        "a": text,
        "b": [text],
    }
