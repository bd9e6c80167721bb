"""The form of an answer that a client asks for, of those that its contract has.

In:  the headers of a request, the media types of an answer, the usual one first.
Out: one of them.
How: the weight of a form is that of the most specific range that holds it (RFC 9110 12.5.1); of
     equal ones the first stands. A client that takes none of them is given the usual one.
"""

from collections.abc import Iterator, Sequence


def preferred(asked: Sequence[tuple[bytes, bytes]], *forms: bytes) -> bytes:
    """Choose a form by `Accept`.

    Args:
        asked: the headers of the request, names in lower case, as ASGI has them.
        forms: media types, the usual one first.
    """
    told = b",".join(text for name, text in asked if name == b"accept")
    weights = dict(_weights(told.decode("latin-1")))
    if not weights:
        return forms[0]
    weighed = [(_weight(form.decode("ascii"), weights), form) for form in forms]
    best, form = max(weighed, key=lambda each: each[0])
    return form if best > 0 else forms[0]


def _weight(form: str, weights: dict[str, float]) -> float:
    name = form.partition(";")[0].strip().lower()
    for held in (name, f"{name.partition('/')[0]}/*", "*/*"):
        if held in weights:
            return weights[held]
    return 0.0


def _weights(told: str) -> Iterator[tuple[str, float]]:
    """Read `Accept`; parameters of a media type but its weight choose nothing here."""
    for each in told.split(","):
        name, *parameters = (part.strip().lower() for part in each.split(";"))
        given = [part[2:] for part in parameters if part.startswith("q=")]
        try:
            weight = float(given[0]) if given else 1.0
        except ValueError:
            continue
        if "/" in name and 0 <= weight <= 1:
            yield name, weight
