"""JSON in, canonical bytes and digests out.

In:  the bytes of a JSON text, or a JSON value.
Out: `Json` values whose integers are exact, canonical bytes (RFC 8785), their SHA-256.
How: orjson does the work wherever a scan of the bytes shows that it loses nothing; the standard
     library does it elsewhere. The only module that imports orjson.
"""

import json
import re
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring
from math import isfinite
from typing import Final, TypeAlias

import orjson

from bffgen.model.place import join

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

# orjson reads an integer beyond 64 bits as a float, and writes that one with an exponent; in its
# compact form a number is followed by what ends it.
_LARGE_FLOAT = re.compile(rb"[0-9]e[+]?[0-9]++(?:[,\]}]|\Z)")
# Two equal keys show when the keys are counted before and after; an escape that orjson writes back
# as a plain quote, colon or space would falsify the count.
_ESCAPED_ASCII = b"\\u00"
_WHITESPACE = b" \t\r\n"
# What orjson writes otherwise than RFC 8785: a float (1.0, 1e+16), a NaN (null) and, as it sorts
# keys by code point, characters beyond the 16-bit plane. A match inside a text costs only time.
_NOT_CANONICAL = re.compile(rb"(?:^|[:,\[])(?:-?\d+[.e]|null)|[\xf0-\xf4]")
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|[{}\[\],]')

# Levels of lists and objects that orjson writes; it refuses one more.
_LEVELS: Final = 254

_WORDS = {
    "Expecting value": "a value is expected here",
    "Expecting ',' delimiter": "`,` or a closing bracket is expected here",
    "Expecting ':' delimiter": "`:` is expected behind a key",
    "Expecting property name enclosed in double quotes": "a key in double quotes is expected here",
    "Illegal trailing comma before end of object": "`,` stands before a closing bracket",
    "Illegal trailing comma before end of array": "`,` stands before a closing bracket",
    "Unterminated string starting at": "this text has no closing quote",
    "Invalid control character at": "a control character stands inside a text",
    "Invalid \\escape": "JSON has no such escape",
    "Invalid \\uXXXX escape": "`\\u` is followed by something else than four hexadecimal digits",
    "Extra data": "the text goes on behind the end of its value",
    "no low surrogate in string": "an escape is half of a surrogate pair",
    "depth limit exceeded": "values are nested more than 1024 deep",
    "number is infinity when parsed as double": "a number is beyond the range of a double",
    "Input is a zero-length, empty document": "the text is empty",
}


class JsonFault(ValueError):
    """A text that is not JSON, or that two readers would read differently.

    Attributes:
        message: what is found, lower case, without a position.
        offset: characters from the start of the text, a byte order mark not counted.
        repeated: pointers of members whose key stands twice in its object; empty for other faults.
    """

    def __init__(self, message: str, offset: int, repeated: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.repeated = repeated


def read_json(raw: bytes) -> Json:
    """Read a JSON text.

    Args:
        raw: UTF-8, with or without a byte order mark.

    Returns:
        The value: an integer is an exact int, every other number a float.

    Raises:
        JsonFault: the text is not JSON, or has an object with two equal keys, a number beyond the
            range of a double, half of a surrogate pair, or more than 1024 levels.

    Source:
        RFC 8259; RFC 7493 2.1 (surrogates) and 2.3 (equal keys).
    """
    value, passed = _read(raw)
    if passed:
        raise _repeated(raw.decode().removeprefix("\ufeff"))
    return value


def read_last(raw: bytes) -> tuple[Json, int]:
    """Read a JSON text as most readers do: of equal keys of an object the last one counts.

    Returns:
        The value, and how many members were passed over.

    Raises:
        JsonFault: as `read_json`, but not for equal keys.
    """
    return _read(raw)


def is_json(raw: bytes) -> bool:
    """Say whether a text is one JSON value, in bytes that need not be UTF-8 as a whole."""
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


def nests_within(value: Json, levels: int) -> bool:
    """Say whether lists and objects stand in each other so many levels deep at most.

    False also where orjson cannot say it. What it writes it has counted, at a fifth of the time of
    a walk.
    """
    if not _counts_levels():
        return False
    try:
        orjson.dumps(_nested(value, _LEVELS - levels))
    except TypeError:  # also an integer beyond 64 bits
        return False
    return True


@cache
def _counts_levels() -> bool:
    """Say whether orjson refuses one level more than it is said to write."""
    try:
        orjson.dumps(_nested([], _LEVELS))
    except TypeError:
        return True
    return False


def _nested(value: Json, levels: int) -> Json:
    for _ in range(levels):
        value = [value]
    return value


def _read(raw: bytes) -> tuple[Json, int]:
    """Read a text with exact integers; count the members that another of the same key follows."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        value: Json = orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        raise _explained(raw, fault) from None
    try:
        written = orjson.dumps(value)
    except TypeError:  # more levels than it writes
        return _read_slowly(raw)
    if _LARGE_FLOAT.search(written) or _ESCAPED_ASCII in raw:
        return _read_slowly(raw)
    return value, _count_keys(raw) - _count_keys(written)


def _read_slowly(raw: bytes) -> tuple[Json, int]:
    """Read what orjson took for JSON again, with exact integers."""
    passed = 0

    def members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        nonlocal passed
        found = dict(pairs)
        passed += len(pairs) - len(found)
        return found

    try:
        value: Json = json.loads(raw, object_pairs_hook=members)
    except RecursionError:
        raise JsonFault("values are nested too deep to be read", 0) from None
    return value, passed


def canonical_bytes(value: Json) -> bytes:
    """Write a value in its one canonical form.

    Integers are written exactly, also where RFC 8785 rounds them to a double: a digest must not
    take two bounds of a 64-bit number for one.

    Raises:
        ValueError: the value holds what JSON has no form for: NaN, an infinity, half of a
            surrogate pair.

    Source:
        RFC 8785; ECMA-262 Number::toString for floats.
    """
    try:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer beyond 64 bits, half of a surrogate pair
        return _write(value).encode()
    return _write(value).encode() if _NOT_CANONICAL.search(written) else written


def sorted_bytes(value: Json) -> bytes:
    """Write a value on one line with sorted keys: equal bytes mean equal values.

    Equal values may differ in their bytes (`1` and `1.0`), which is why this is no canonical form;
    it costs 2 ms a megabyte.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer beyond 64 bits, half of a surrogate pair, 254 levels
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def plain_bytes(value: Json) -> bytes:
    """Write a value on one line, members in their order."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer beyond 64 bits, half of a surrogate pair, 254 levels
        return json.dumps(value, separators=(",", ":")).encode()


def indented(value: Json) -> str:
    """Write a value for people and machines: two spaces a level, members in their order."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except TypeError:  # an integer beyond 64 bits, half of a surrogate pair, 254 levels
        return json.dumps(value, indent=2)


def digest(value: Json) -> str:
    """Give the SHA-256 of a value's canonical bytes, 64 hex digits."""
    return sha256(canonical_bytes(value)).hexdigest()


def _count_keys(raw: bytes) -> int:
    return raw.translate(None, _WHITESPACE).count(b'":')


def _repeated(text: str) -> JsonFault:
    """Find every key that stands in its object again, in a text that is JSON."""
    found: list[tuple[str, int]] = []
    keys: list[set[str] | None] = []
    path: list[str | int] = []
    for token in _TOKEN.finditer(text):
        match token[0][0]:
            case "{" | "[" as bracket:
                keys.append(set() if bracket == "{" else None)
                path.append(0)
            case "}" | "]":
                keys.pop()
                path.pop()
            case ",":
                position = path[-1]
                if isinstance(position, int):
                    path[-1] = position + 1
            case '"' if token[2] and (seen := keys[-1]) is not None:
                path[-1] = key = str(json.loads(token[1]))
                if key in seen:
                    found.append((join("", *path), token.start()))
                seen.add(key)
    pointers = tuple(dict.fromkeys(pointer for pointer, _ in found))
    return JsonFault("an object has the same key twice", found[0][1], pointers)


def not_utf8(raw: bytes, offset: int) -> str:
    """Say what a byte is that no text of UTF-8 has."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "the file is UTF-16, and UTF-8 is read"
    return f"byte 0x{raw[offset]:02x} is not UTF-8"


def _explained(raw: bytes, fault: orjson.JSONDecodeError) -> JsonFault:
    """Say a fault of orjson in our words, with the position that the standard library finds."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        offset = len(raw[: error.start].decode())
        return JsonFault(not_utf8(raw, error.start), offset)
    message, offset = fault.msg, fault.pos
    if text:
        try:
            json.loads(text, parse_int=str)
        except json.JSONDecodeError as found:
            message, offset = found.msg, found.pos
        except RecursionError:
            message = "depth limit exceeded"
    words = next((ours for theirs, ours in _WORDS.items() if message.startswith(theirs)), "")
    return JsonFault(words or "a value is expected here", offset)


def _write(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return encode_basestring(value)
        case int():
            return str(value)
        case float():
            return _write_float(value)
        case list():
            return f"[{','.join(map(_write, value))}]"
        case dict():
            # RFC 8785 3.2.3: keys are sorted by their UTF-16 code units.
            members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
            written = (f"{encode_basestring(key)}:{_write(each)}" for key, each in members)
            return f"{{{','.join(written)}}}"


def _write_float(value: float) -> str:
    """Write a float as ECMAScript does; Python's repr has the same shortest digits."""
    if not isfinite(value):
        raise ValueError(f"{value} has no form in JSON")
    if value == 0:
        return "0"
    digits, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    # value = 0.DIGITS * 10 ** point
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    sign = "-" if value < 0 else ""
    if len(digits) <= point <= 21:
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    mantissa = f"{digits[0]}.{digits[1:]}" if digits[1:] else digits
    return f"{sign}{mantissa}e{point - 1:+d}"
