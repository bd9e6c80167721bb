"""Text formats: a table of edges, and an independent validator over mangled examples."""

import re
from random import Random

import jsonschema_rs
import pytest
from bff_package.runtime.formats import FORMATS

GOOD = {
    "date-time": [
        "2024-02-29T00:00:00Z",
        "0000-02-29t23:59:59.999999999z",
        "1996-12-19T16:39:57-08:00",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
    ],
    "date": ["2024-02-29", "2000-02-29", "0000-12-31", "9999-01-01"],
    "time": ["00:00:00Z", "23:59:60Z", "01:29:60+01:30", "12:00:00.000+23:59"],
    "uuid": ["2EB8AA08-aa98-11ea-b4aa-73b441d16380", "00000000-0000-0000-0000-000000000000"],
    "uri": [
        "http://a.b/c?d=e#f",
        "http://[::1]:80/",
        "http://[v1.a:b]/",
        "urn:isbn:1",
        "mailto:a@b",
        "http://u:p@h:1/%41",
        "http:///x",
        "a:",
        "a:/",
        "a://",
    ],
    "email": ["a.b+c@x-y.org", '"a b"@c.d', '"\\""@c.d', "a@[127.0.0.1]", "a@[IPv6:::1]", "a@b"],
    "ipv4": ["0.0.0.0", "255.255.255.255", "1.20.30.4"],
    "ipv6": ["::", "::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "FE80::ABCD"],
    "hostname": ["a", "a.b-c.d", "x" * 63 + ".y", "1.2", "A.B", "xn--4ca.org"],
}
BAD = {
    "date-time": [
        "2023-02-29T00:00:00Z",
        "2024-02-29 00:00:00Z",
        "2024-02-29T00:00:00",
        "2024-02-29T24:00:00Z",
        "2024-02-29T00:00:00.Z",
        "2024-02-29T12:00:60Z",
        "2024-02-29T00:00:00+0100",
        "2024-02-29T00:00:00Z\n",
        "\N{FULLWIDTH DIGIT TWO}024-02-29T00:00:00Z",
        "20240229T000000Z",
        "",
    ],
    "date": ["1900-02-29", "2100-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-01-01"],
    "time": ["23:59:60+01:00", "12:00:00", "12:00Z", "12:60:00Z", "12:00:00+24:00", "1:00:00Z"],
    "uuid": ["2eb8aa08aa9811eab4aa73b441d16380", "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", "x"],
    "uri": ["/a/b", "a b:c", "http://a b/", "http://a/%4", "http://[::1/", "http://é/", "//a", ""],
    "email": ["a", "@b", "a@", "a..b@c", ".a@b", "a@-b", "a@[1.2.3]", "x" * 65 + "@a", "a b@c"],
    "ipv4": ["256.0.0.1", "01.2.3.4", "1.2.3", "1.2.3.4.5", "1.2.3.4 ", "٣.2.3.4"],
    "ipv6": ["fe80::1%eth0", "1:2:3:4:5:6:7", ":::", "12345::", "1.2.3.4", "::1 "],
    "hostname": ["", "-a", "a-", "a..b", "a_b", "x" * 64, ".a", "a.", ".".join(["x" * 60] * 5)],
}
# Where the validator departs from the standards; each line is a bug there, or a choice of ours.
ODDITIES = {
    # It takes any character beside the digits for a digit.
    **dict.fromkeys(
        ("date-time", "date", "time"),
        lambda text, ours: not ours and re.search(r"[+,./-][+,./:\dTtZz-]|\d[+,./-]", text),
    ),
    # It refuses an escaped blank, which RFC 5321 4.1.2 has (quoted-pairSMTP).
    "email": lambda text, ours: ours and "\\ " in text,
    # It decodes A-labels; ours are names of hosts as RFC 1123 has them.
    "hostname": lambda text, ours: ours and any(p[2:4] == "--" for p in text.split(".")),
}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n in GOOD for t in GOOD[n]])
def test_what_has_the_format_is_taken(name, text):
    assert FORMATS[name](text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n in BAD for t in BAD[n]])
def test_what_has_not_the_format_is_refused(name, text):
    assert not FORMATS[name](text)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_mangled_examples_are_judged_as_an_independent_validator_does(name):
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "format": name}
    oracle = jsonschema_rs.validator_for(schema, validate_formats=True)
    odd = ODDITIES.get(name, lambda text, ours: False)
    rng = Random(20_261_126)
    taken = 0
    for _ in range(3_000):
        text = mangled(rng.choice(GOOD[name]), rng)
        ours = FORMATS[name](text)
        taken += ours
        assert ours == oracle.is_valid(text) or odd(text, ours), text
    assert 300 < taken < 2_900, "the examples are mangled too much or too little"


def mangled(text, rng):
    alphabet = "0123456789-:.+TZtz/@[]%# aAfFgGxX_~é\"\\,?!&'\n٣"
    for _ in range(rng.randint(0, 2)):
        at = rng.randint(0, len(text))
        cut = at + rng.randint(0, 1)
        text = text[:at] + rng.choice(("", rng.choice(alphabet))) + text[cut:]
    return text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_long_text_takes_linear_time(name):
    # What backtracks doubles with each character: 40 of them would never end.
    for text in ("a" * 4_000, "a." * 2_000, "1" * 4_000, "a@" + "a." * 2_000, '"' + "\\" * 4_001):
        assert FORMATS[name](text + "\0") is False
