"""YAML is read as 1.2 says it; what has no form in JSON is a finding at its place."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.yaml import MAX_DEPTH, MAX_UNFOLDED, read_document, read_yaml
from bffgen.model.finding import Effect
from bffgen.model.place import join

SCALARS = [
    # The core schema of 1.2: what 1.1, and with it PyYAML's own loaders, read otherwise.
    ("NO", "NO"),
    ("on", "on"),
    ("12:30:45", "12:30:45"),
    ("010", 10),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("1_000", "1_000"),
    ("2024-01-02", "2024-01-02"),
    ("2024-01-02T10:00:00Z", "2024-01-02T10:00:00Z"),
    ("=", "="),
    # What both read alike.
    ("true", True),
    ("False", False),
    ("tRUE", "tRUE"),
    ("null", None),
    ("~", None),
    ("", None),
    ("-7", -7),
    ("+7", 7),
    ("123456789012345678901234567890", 123456789012345678901234567890),
    ("1.5", 1.5),
    (".5", 0.5),
    ("1.", 1.0),
    ("1e3", 1000.0),
    ("-1.5E-2", -0.015),
    (".", "."),
    ("1.2.3", "1.2.3"),
    ("+-1", "+-1"),
    # Quotes make a text of anything: the date too.
    ('"2024-01-02"', "2024-01-02"),
    ("'NO'", "NO"),
    ('"\\u00e9\\x41\\n"', "éA\n"),
    ("'it''s'", "it's"),
    # A type that its author names.
    ("!!str 7", "7"),
    ('!!int "7"', 7),
    ("!!float 7", 7.0),
    ('!!null ""', None),
    ("!!bool true", True),
    ("!!map {a: 1}", {"a": 1}),
    ("!!seq [1]", [1]),
    # Line breaks of 1.1 that are letters in 1.2.
    ("a\x85b", "a\x85b"),
    ('"a\u2028 b\u2029"', "a\u2028 b\u2029"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_a_scalar_is_what_yaml_1_2_says(text, value):
    read = read_yaml(f"key: {text}\n".encode(), "a.yaml")
    assert read == {"key": value}
    assert type(read["key"]) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("--- 1\n", 1),
        ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
        ("\ufeffa: é\r\nb: 😀\r\n", {"a": "é", "b": "😀"}),
        ("200: {a: 1}\n'404': 2\n-1: 3\n", {"200": {"a": 1}, "404": 2, "-1": 3}),
        ("NO: 1\n2024-01-02: 2\n", {"NO": 1, "2024-01-02": 2}),
        ("a: &x {b: [1]}\nc: *x\nd: [*x]\n", {"a": {"b": [1]}, "c": {"b": [1]}, "d": [{"b": [1]}]}),
        ("a: &x 7\nc: *x\na2: &x 8\nd: *x\n", {"a": 7, "c": 7, "a2": 8, "d": 8}),
        ("&k a: 1\nb: *k\n", {"a": 1, "b": "a"}),
        ('"<<": 1\n', {"<<": 1}),
        ("a: |\n  x\n   y\nb: >-\n  x\n  y\n", {"a": "x\n y\n", "b": "x y"}),
        ("? a\n: 1\n", {"a": 1}),
        ('{"a": {"b": [1, 2.5, null, true, "\\u00e9"]}}', {"a": {"b": [1, 2.5, None, True, "é"]}}),
    ],
)  # fmt: skip
def test_a_document_reads_as_plain_values(text, value):
    assert read_yaml(text.encode(), "a.yaml") == value


def facts(findings):
    assert isinstance(findings, tuple)
    return [
        (
            each.rule,
            each.marks[0].place.pointer,
            each.marks[0].on,
            dict(each.facts).get("problem", ""),
        )
        for each in findings
    ]


NOT_JSON, SYNTAX, KEY = "input-not-json", "input-yaml-syntax", "input-key-not-text"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [.inf]", (NOT_JSON, "/a/0", "value", "`.inf` is not a number of JSON")),
        ("a: -.Inf", (NOT_JSON, "/a", "value", "`-.Inf` is not a number of JSON")),
        ("a/b: .nan", (NOT_JSON, "/a~1b", "value", "`.nan` is not a number of JSON")),
        ("a: 1e999", (NOT_JSON, "/a", "value", "`1e999` is beyond the range of a double")),
        (
            f"a: {'9' * 400}",
            (NOT_JSON, "/a", "value", "an integer of 400 digits is beyond the range of a double"),
        ),
        (
            f"a: 0x{'f' * 5000}",
            (NOT_JSON, "/a", "value", "an integer of 20000 bits is beyond the range of a double"),
        ),
        ("a: !!binary aGk=", (NOT_JSON, "/a", "value", "the tag `binary` is not one of JSON")),
        ("a: !mine {b: 1}", (NOT_JSON, "/a", "value", "the tag `!mine` is not one of JSON")),
        ("a: !!bool 1", (NOT_JSON, "/a", "value", "`1` is not of its tag `bool`")),
        ("a: !!int true", (NOT_JSON, "/a", "value", "`true` is not of its tag `int`")),
        (
            "a: *x",
            (NOT_JSON, "/a", "value", "the alias `*x` has no finished anchor `&x` above it"),
        ),
        (
            "a: &x [*x]",
            (NOT_JSON, "/a/0", "value", "the alias `*x` has no finished anchor `&x` above it"),
        ),
        (
            "a: {<<: {b: 1}}",
            (
                SYNTAX,
                "/a/<<",
                "key",
                "`<<` merges mappings in YAML 1.1 alone; the keys must be written out",
            ),
        ),
        ("a: {1.5: x}", (KEY, "/a/1.5", "key", "")),
        ("true: x", (KEY, "/true", "key", "")),
        ("~: x", (KEY, "/~0", "key", "")),
        ("0x10: x", (KEY, "/0x10", "key", "")),
        (".nan: x", (KEY, "/.nan", "key", "")),
        ("? [a]\n: x", (KEY, "/", "key", "")),
    ],
)
def test_what_json_has_no_form_for_is_a_finding_at_its_place(text, expected):
    assert facts(read_yaml(text.encode(), "a.yaml")) == [expected]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: b: c", "`:` stands where no key can be"),
        ("a:\n\t- b", "a tab stands in the indentation"),
        ("a: |\n\tb", "a tab stands in the indentation"),
        ('a: "b\nc: d\n', "this text has no closing quote"),
        ("a: 1\nb\nc: 2", "`:` is missing behind this key"),
        ("a: [1, 2\nb: 3", "`,` or `]` is expected here"),
        ("a: {b: c\nd", "`,` or `}` is expected here"),
        ("a:\n  b: 1\n c: 2", "neither a key of this mapping nor its end is here"),
        ("- a\nb: c", "neither a `-` of this list nor its end is here"),
        ("a: @b", "`@` cannot begin a value without quotes"),
        ("a: `b`", "``` cannot begin a value without quotes"),
        ('a: "\\q"', "YAML has no such escape"),
        ('a: "\\ud83d"', "an escape is half of a surrogate pair"),
        ("{a: 1}}", "the text goes on behind the end of its value"),
        ("%YAML 2.0\n---\na: 1", "another version of YAML is asked for than 1.2"),
        ("--- 1\n--- 2\n", "a second document begins here, and a file holds one"),
        ("a: \x00", "the control character U+0000 cannot stand in YAML"),
        ("[" * 2000 + "]" * 2000, "values are nested more than 1000 deep"),
    ],
)
def test_what_is_not_yaml_is_one_finding_about_the_document(text, problem):
    assert facts(read_yaml(text.encode(), "a.yaml")) == [(SYNTAX, "", "value", problem)]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a: \xff", "byte 0xff is not UTF-8"),
        ("a: é".encode("latin-1"), "byte 0xe9 is not UTF-8"),
        ("a: é".encode("utf-16"), "the file is UTF-16, and UTF-8 is read"),
        ("\ufeffa: é".encode("utf-16-be"), "the file is UTF-16, and UTF-8 is read"),
    ],
)
def test_bytes_that_are_not_utf_8_are_named(raw, said):
    assert facts(read_yaml(raw, "a.yaml")) == [(SYNTAX, "", "value", said)]


def test_a_key_that_stands_twice_is_shown_at_both_places():
    (fault,) = read_yaml(b"a: {b: 1, c: 2, b: 3}\n", "a.yaml")
    assert fault.rule == "input-duplicate-key"
    assert [(mark.place.pointer, mark.on) for mark in fault.marks] == [
        ("/a/b", "key"),
        ("/a/b", "value"),
    ]
    assert dict(fault.facts) == {"key": "b"}


def test_every_fault_is_told_in_one_run():
    text = "a: .inf\nb: {c: 1, c: 2}\n1.5: x\nd: *gone\ne: !!set {}\n"
    found = read_yaml(text.encode(), "a.yaml")
    assert [fault.rule for fault in found] == [
        NOT_JSON,
        "input-duplicate-key",
        KEY,
        NOT_JSON,
        NOT_JSON,
    ]
    assert {fault.effect for fault in found} == {Effect.BREAKS}


def bomb(levels):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]")
    return "\n".join(lines).encode()


def test_aliases_that_unfold_beyond_the_limit_end_the_reading():
    (fault,) = read_yaml(bomb(12), "a.yaml")
    assert (fault.rule, dict(fault.facts)) == ("input-alias-bomb", {"limit": MAX_UNFOLDED})
    assert fault.marks[0].place.pointer == "/a5/7"


def test_an_alias_is_the_value_of_its_anchor_once():
    read = read_yaml(bomb(5), "a.yaml")
    assert read["a4"][0] is read["a3"]


@pytest.mark.parametrize("document", ["a.yaml", "a.json"])
def test_values_may_be_nested_as_deep_as_the_limit(document):
    allowed = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert isinstance(read_document(allowed, document), list)
    (fault,) = read_document(b"[" + allowed + b"]", document)
    assert (fault.rule, dict(fault.facts)) == ("input-too-deep", {"limit": MAX_DEPTH})
    assert fault.marks[0].place.pointer == "/0" * MAX_DEPTH


def test_aliases_do_not_nest_values_beyond_the_limit():
    half = MAX_DEPTH // 2
    inner = "a: &a " + "[" * half + "]" * half
    fits = f"{inner}\nb: {'[' * (half - 1)}*a{']' * (half - 1)}"
    assert isinstance(read_yaml(fits.encode(), "a.yaml"), dict)
    deep = f"{inner}\nb: {'[' * half}*a{']' * half}"
    (fault,) = read_yaml(deep.encode(), "a.yaml")
    assert fault.rule == "input-too-deep"


@pytest.mark.parametrize(
    ("raw", "rule", "pointer"),
    [
        (b'{"a": 1,}', "input-json-syntax", ""),
        (b'{"a": 1, "a": 2}', "input-duplicate-key", "/a"),
        (b"a: 1", "input-json-syntax", ""),
    ],
)
def test_a_file_that_ends_in_json_is_held_to_json(raw, rule, pointer):
    (fault,) = read_document(raw, "a.json")
    assert (fault.rule, fault.marks[0].place.pointer) == (rule, pointer)


KEYS = st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"])),
        st.sampled_from(["NO", "1", "1.0", "null", "~", "2024-01-02", "<<", "a\nb\n", " a", ""]),
    ),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(KEYS, below, max_size=4)),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_written_as_json_reads_back_from_yaml(value):
    text = json.dumps(value, ensure_ascii=False)
    assert read_yaml(text.encode(), "a.yaml") == value


@given(VALUES, st.sampled_from([True, False, None]))
def test_a_value_written_by_another_tool_reads_back(value, flow):
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, width=40)
    if read_yaml(text.encode(), "a.yaml") != value:
        # PyYAML writes what is a text in 1.1 without quotes where 1.2 reads a number: 0o7, 1e5.
        assert has_number_of_1_2(value)


def has_number_of_1_2(value):
    if isinstance(value, str):
        return value[:1] in "+-.0123456789" and any(letter.isdigit() for letter in value)
    members = [*value, *value.values()] if isinstance(value, dict) else value
    return isinstance(value, dict | list) and any(map(has_number_of_1_2, members))


@given(st.text(max_size=40))
def test_no_text_is_beyond_a_finding(text):
    read = read_yaml(text.encode(errors="replace"), "a.yaml")
    if isinstance(read, tuple):
        assert all(fault.rule.startswith("input-") for fault in read)
    else:
        json.dumps(read, allow_nan=False)


@given(st.binary(max_size=40))
def test_no_bytes_are_beyond_a_finding(raw):
    for document in ("a.yaml", "a.json"):
        read = read_document(raw, document)
        if isinstance(read, tuple):
            assert all(fault.marks[0].place.document == document for fault in read)


def test_pointers_of_findings_are_escaped():
    (fault,) = read_yaml(b"paths: {/a~b: {get: .nan}}", "a.yaml")
    assert fault.marks[0].place.pointer == join("", "paths", "/a~b", "get")


def test_pyyaml_still_reads_yaml_1_1_and_forgives_a_repeated_key():
    """The oddities for which its loaders are not used: red when a version cures them."""
    loaded = yaml.load("a: NO\na: 12:30\nb: 010\nc: 2024-01-02", Loader=yaml.CSafeLoader)
    assert loaded["a"] == 750
    assert loaded["b"] == 8
    assert not isinstance(loaded["c"], str)
    with pytest.raises(yaml.YAMLError):
        yaml.load('"\\ud83d\\ude00"', Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 300, 1000, 5000])
@pytest.mark.parametrize("brackets", ["[]", '{"a":}'])
@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_deep_nesting_is_told_and_never_overflows(levels, brackets, name):
    text = brackets[:-1] * levels + "1" + brackets[-1] * levels
    found = read_document(text.replace(":", ": ").encode(), name)
    assert [each.rule for each in found] in (["input-too-deep"], [f"input-{name[2:]}-syntax"])
