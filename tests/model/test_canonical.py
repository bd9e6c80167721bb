"""JSON is read exactly or refused with its place, and has one canonical form."""

import json
import struct

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.canonical import JsonFault, canonical_bytes, digest, nests_within, read_json

KEYS = st.text(max_size=4)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(KEYS, below, max_size=4)),
    max_leaves=12,
)

# RFC 8785 appendix B: the bits of a double, and how it is written.
DOUBLES = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "written"), DOUBLES)
def test_a_float_is_written_as_ecmascript_does(bits, written):
    (value,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_bytes(value) == written.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [1.0, 1e16, True, None]}, b'{"a":[1,10000000000000000,true,null],"b":1}'),
        # UTF-16 order puts U+10000 (a surrogate pair) before U+E000, code point order behind it.
        (
            {"\ue000": 1, "\U00010000": 2},
            '{"\U00010000":2,"\ue000":1}'.encode(),
        ),
        # RFC 8785 3.2.3
        (
            {"€": 5, "\r": 1, "\ufb33": 7, "1": 2, "😀": 6, "\x80": 3, "ö": 4},
            '{"\\r":1,"1":2,"\x80":3,"ö":4,"€":5,"😀":6,"\ufb33":7}'.encode(),
        ),
        ("\x00\b\t\n\f\r\x1b\"\\/\x7f é", '"\\u0000\\b\\t\\n\\f\\r\\u001b\\"\\\\/\x7f é"'.encode()),
        # An integer is exact where a double is not.
        ([2**64, -(2**64), 2**53 + 1, 10**21], b"[18446744073709551616,-18446744073709551616,"
         b"9007199254740993,1000000000000000000000]"),
        ("a:1.5,null", b'"a:1.5,null"'),
        ([-0.0, 0.0, -1.5], b"[0,0,-1.5]"),
        ([], b"[]"),
        ({}, b"{}"),
    ],
)  # fmt: skip
def test_a_value_has_one_canonical_form(value, written):
    assert canonical_bytes(value) == written


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), [-float("inf")], "\ud800", {"\udfff": 1}]
)
def test_what_json_has_no_form_for_is_refused(value):
    with pytest.raises(ValueError, match=r"no form in JSON|surrogates not allowed"):
        canonical_bytes(value)


@given(VALUES)
def test_canonical_bytes_read_back_as_the_value(value):
    written = canonical_bytes(value)
    read = read_json(written)
    assert canonical_bytes(read) == written
    assert is_same(read, value)


def is_same(read, value):
    """Compare by what was meant: the float 2 ** 68 is written with zeros behind its 17 digits."""
    if isinstance(value, float):
        return not isinstance(read, bool) and float(read) == value
    if isinstance(value, list):
        return len(read) == len(value) and all(map(is_same, read, value))
    if isinstance(value, dict):
        return read.keys() == value.keys() and all(is_same(read[key], value[key]) for key in value)
    return read == value and type(read) is type(value)


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_reach_the_digest(value, random):
    def shuffled(here):
        if isinstance(here, dict):
            members = [(key, shuffled(each)) for key, each in here.items()]
            random.shuffle(members)
            return dict(members)
        return [shuffled(each) for each in here] if isinstance(here, list) else here

    assert digest(shuffled(value)) == digest(value)


@given(VALUES)
def test_a_value_reads_as_the_standard_library_reads_it(value):
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert read_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18446744073709551616", 2**64),
        ("-9223372036854775809", -(2**63) - 1),
        ("123456789012345678901234567890", 123456789012345678901234567890),
        ("9007199254740993", 2**53 + 1),
        ("1E5", 100000.0),
        ("1.0", 1.0),
        ("-0", 0),
        ('{"a" : 1, "b": {"a": 1}}', {"a": 1, "b": {"a": 1}}),
        ('{"a\\": ": 1, "a": ": \\": "}', {'a": ': 1, "a": ': ": '}),
        ('{"\\u0022: ": 1}', {'": ': 1}),
        ('"\\ud83d\\ude00"', "😀"),
        ("\ufeff[1]", [1]),
    ],
)
def test_nothing_is_lost_in_reading(text, value):
    read = read_json(text.encode())
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        (b"", "the text is empty", 0),
        (b'{"a": 1,}', "a key in double quotes is expected here", 8),
        (b"{'a': 1}", "a key in double quotes is expected here", 1),
        (b'{"a" 1}', "`:` is expected behind a key", 5),
        (b"[1 2]", "`,` or a closing bracket is expected here", 3),
        (b"[NaN]", "a value is expected here", 1),
        (b'{"\xc3\xa9": nul}', "a value is expected here", 6),
        (b'["abc', "this text has no closing quote", 1),
        (b'["a\nb"]', "a control character stands inside a text", 3),
        (b'["\\q"]', "JSON has no such escape", 2),
        (b"[1] // two", "the text goes on behind the end of its value", 4),
        (b'["\\ud800"]', "an escape is half of a surrogate pair", 2),
        (b"[1e400]", "a number is beyond the range of a double", 1),
        (b'["\xc3\xa9\xff"]', "byte 0xff is not UTF-8", 3),
        (b"[" * 2000 + b"]" * 2000, "values are nested more than 1024 deep", 1025),
    ],
)
def test_what_is_not_json_is_refused_where_it_stops_to_be(text, message, offset):
    with pytest.raises(JsonFault) as caught:
        read_json(text)
    fault = caught.value
    assert (fault.message, fault.offset) == (message, offset)
    assert fault.repeated == ()


@pytest.mark.parametrize(
    ("text", "repeated", "offset"),
    [
        ('{"a": 1, "a": 2}', ("/a",), 9),
        ('{"a": 1, "a" : 2}', ("/a",), 9),
        ('{"\\u0061": 1, "a": 2}', ("/a",), 14),
        ('{"x": [0, {"k/": 1, "k/": 2, "k/": 3}], "x": ":"}', ("/x/1/k~1", "/x"), 20),
        ('{"x": {"a": 1}, "y": {"a": 1, "b": {}, "b": []}}', ("/y/b",), 39),
    ],
)
def test_two_equal_keys_are_refused_with_their_pointers(text, repeated, offset):
    with pytest.raises(JsonFault) as caught:
        read_json(text.encode())
    assert (caught.value.repeated, caught.value.offset) == (repeated, offset)


def test_orjson_still_needs_the_standard_library_beside_it():
    """The oddities for which the bytes are scanned first: red when a version cures them."""
    assert orjson.loads(b"18446744073709551616") == 2.0**64
    assert isinstance(orjson.loads(b"18446744073709551616"), float)
    assert orjson.loads(b'{"a": 1, "a": 2}') == {"a": 2}
    assert orjson.dumps([1.0, 1e16]) == b"[1.0,1e+16]"
    assert orjson.dumps(float("nan")) == b"null"
    with pytest.raises(TypeError):
        orjson.dumps(2**64)
    assert orjson.dumps(nested([], 253))
    with pytest.raises(TypeError):
        orjson.dumps(nested([], 254))


def nested(value, levels):
    for level in range(levels):
        value = {"a": value} if level % 3 else [1, value]
    return value


@pytest.mark.parametrize("levels", [1, 2, 127, 128, 129, 254, 255, 300])
def test_levels_are_counted(levels):
    value = nested([], levels - 1)
    assert nests_within(value, 128) is (levels <= 128)
    assert nests_within([0, value, {"b": value}], 129) is (levels < 128)
    # Where orjson cannot write the value, nothing is certain.
    assert nests_within([2**64, value], 200) is False
