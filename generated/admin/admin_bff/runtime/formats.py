"""The text formats of JSON Schema, checked to the letter and kept as they came.

In:  a text and the name of a format.
Out: whether the text has it; the text itself is never changed, so what comes in goes out.
How: ASCII expressions without nested repeats, so the time is linear; calendars and leap seconds
     by hand.
"""

import re
from collections.abc import Callable, Mapping
from ipaddress import AddressValueError, IPv6Address
from typing import Final, Literal, TypeAlias

FormatName: TypeAlias = Literal[
    "date-time", "date", "time", "uuid", "uri", "email", "ipv4", "ipv6", "hostname"
]

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")

_LABEL = r"[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?"
_HOSTNAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_HOSTNAME_LENGTH: Final = 253  # RFC 1035 2.3.4: 255 octets on the wire

_ATOM = r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(rf'(?P<local>{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~]|\\[ -~])*")@(?P<host>.+)')
_LOCAL_LENGTH: Final = 64  # RFC 5321 4.5.3.1.1

_ESCAPED = "%[0-9A-Fa-f]{2}"
_PCHAR = rf"(?:[0-9A-Za-z._~!$&'()*+,;=:@-]|{_ESCAPED})"
_URI = re.compile(
    rf"""
    [A-Za-z][0-9A-Za-z+.-]*:
    (?: //(?:(?:[0-9A-Za-z._~!$&'()*+,;=:-]|{_ESCAPED})*@)?
        (?: \[(?P<literal>[^\]]*)\] | (?:[0-9A-Za-z._~!$&'()*+,;=-]|{_ESCAPED})* )
        (?::[0-9]*)?
        (?:/{_PCHAR}*)*
      | /(?:{_PCHAR}+(?:/{_PCHAR}*)*)?
      | {_PCHAR}+(?:/{_PCHAR}*)*
      |
    )
    (?:\?(?:{_PCHAR}|[/?])*)?
    (?:\#(?:{_PCHAR}|[/?])*)?
    """,
    re.VERBOSE,
)
_FUTURE_ADDRESS = re.compile(r"[Vv][0-9A-Fa-f]+\.[0-9A-Za-z._~!$&'()*+,;=:-]+")


def is_date(text: str) -> bool:
    """Tell whether the text is a day of the calendar (RFC 3339 5.6, full-date)."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part) for part in found.groups())
    return 1 <= month <= 12 and 1 <= day <= _days(year, month)


def is_time(text: str) -> bool:
    """Tell whether the text is a time with an offset (RFC 3339 5.6, full-time).

    Second 60 is a leap second, which comes at 23:59 UTC alone (RFC 3339 5.7).
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hour, minute, second = (int(part) for part in found.group(1, 2, 3))
    offset_hour, offset_minute = int(found[5] or 0), int(found[6] or 0)
    if hour > 23 or minute > 59 or second > 60 or offset_hour > 23 or offset_minute > 59:
        return False
    if second < 60:
        return True
    offset = (offset_hour * 60 + offset_minute) * (-1 if found[4] == "-" else 1)
    return (hour * 60 + minute - offset) % 1440 == 1439


def is_date_time(text: str) -> bool:
    """Tell whether the text is a moment with an offset (RFC 3339 5.6, date-time)."""
    return text[10:11] in ("T", "t") and is_date(text[:10]) and is_time(text[11:])


def is_uuid(text: str) -> bool:
    """Tell whether the text is a UUID in its one form with hyphens (RFC 9562 4)."""
    return _UUID.fullmatch(text) is not None


def is_ipv4(text: str) -> bool:
    """Tell whether the text is a dotted quad without leading zeros (RFC 2673 3.2)."""
    return _IPV4.fullmatch(text) is not None


def is_ipv6(text: str) -> bool:
    """Tell whether the text is an IPv6 address without a zone (RFC 4291 2.2)."""
    if "%" in text:
        return False
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def is_hostname(text: str) -> bool:
    """Tell whether the text is a host name of ASCII labels (RFC 1123 2.1)."""
    return len(text) <= _HOSTNAME_LENGTH and _HOSTNAME.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Tell whether the text is a mailbox (RFC 5321 4.1.2)."""
    found = _MAILBOX.fullmatch(text)
    if found is None or len(found["local"]) > _LOCAL_LENGTH:
        return False
    host = found["host"]
    if host.startswith("[") and host.endswith("]"):
        literal = host[1:-1]
        return is_ipv6(literal[5:]) if literal[:5].lower() == "ipv6:" else is_ipv4(literal)
    return is_hostname(host)


def is_uri(text: str) -> bool:
    """Tell whether the text is a URI with a scheme (RFC 3986 3)."""
    found = _URI.fullmatch(text)
    if found is None:
        return False
    literal = found["literal"]
    return literal is None or is_ipv6(literal) or _FUTURE_ADDRESS.fullmatch(literal) is not None


FORMATS: Final[Mapping[FormatName, Callable[[str], bool]]] = {
    "date-time": is_date_time,
    "date": is_date,
    "time": is_time,
    "uuid": is_uuid,
    "uri": is_uri,
    "email": is_email,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
    "hostname": is_hostname,
}
"""The formats that are enforced; any other is an annotation and holds nothing."""


def _days(year: int, month: int) -> int:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _DAYS[month - 1]
