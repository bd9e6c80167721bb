"""What is known of a format: texts that are surely members, and texts that are surely none.

In:  the name of a format of a text.
Out: two languages around it: `sure` holds members alone, `every` holds all of them (PITFALLS 30).
How: validators differ at the edges (leap seconds, lengths of labels, quoted local parts), so what
     lies between the two languages decides nothing. What a validator takes against the RFCs, as
     jsonschema-rs does `/000-01-01` for a date, is no member.

Source: JSON Schema 2020-12 validation 7.3; RFC 3339 5.6; RFC 4122 3; RFC 2673 3.2; RFC 4291 2.2;
        RFC 3986 3; RFC 1123 2.1; RFC 5321 4.1.2.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from bffgen.proof.language import Language, language_of

# Bounds of numbers; on a text these formats are annotations.
INTERVALS: Final = {"int32": 2**31, "int64": 2**63}

_MONTH: Final = "(0[1-9]|1[0-2])"
_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE: Final = f"[0-9]{{4}}-{_MONTH}-(0[1-9]|[12][0-9]|3[01])"
# No month lacks the 28th.
_SURE_DATE: Final = f"(19|20)[0-9]{{2}}-{_MONTH}-(0[1-9]|1[0-9]|2[0-8])"
_TIME: Final = f"{_CLOCK}:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-]{_CLOCK})"
_SURE_TIME: Final = f"{_CLOCK}:[0-5][0-9]Z"
_OCTET: Final = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_UUID: Final = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_IPV4: Final = f"({_OCTET}[.]){{3}}{_OCTET}"
_NAME: Final = "[a-z][a-z0-9]{0,20}"

# Format -> (members alone, all members).
_AROUND: Final = {
    "date": (_SURE_DATE, _DATE),
    "date-time": (f"{_SURE_DATE}T{_SURE_TIME}", f"{_DATE}[Tt ]{_TIME}"),
    "time": (_SURE_TIME, _TIME),
    "uuid": (_UUID, _UUID),
    "email": (f"{_NAME}@{_NAME}[.][a-z]{{2,6}}", "[^]+@[^]+"),
    "ipv4": (_IPV4, _IPV4),
    "ipv6": ("([1-9a-f][0-9a-f]{0,3}:){7}[1-9a-f][0-9a-f]{0,3}", "[0-9a-fA-F:.]{2,45}"),
    "uri": (f"https?://{_NAME}[.][a-z]{{2,6}}(/[a-z0-9]{{0,40}}){{0,8}}", "[a-zA-Z][!-~]*:[!-~]*"),
    "hostname": (f"{_NAME}([.]{_NAME}){{0,4}}", "[0-9A-Za-z._-]{1,255}"),
}
TEXT_FORMATS: Final = frozenset(_AROUND)


class Around(NamedTuple):
    """The two languages around a format."""

    sure: Language
    every: Language


@lru_cache(maxsize=len(_AROUND))
def around(name: str) -> Around:
    """Give what is known of one of TEXT_FORMATS."""
    sure, every = _AROUND[name]
    return Around(language_of(f"^({sure})$"), language_of(f"^({every})$"))
