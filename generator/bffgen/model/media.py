"""Names of media types: what a representation is, its parameters apart.

In:  a media type as a contract or a message writes it.
Out: its bare name in lower case, and whether it is JSON.
How: names and parameters fold case (RFC 9110 8.3.1); `+json` is built upon JSON (RFC 6839 3.1).
"""

from collections.abc import Collection

from bffgen.model.api import Response
from bffgen.model.problem import PROBLEM

JSON = "application/json"


def bare(media_type: str) -> str:
    """Give the name without parameters, in lower case: `application/json`."""
    return media_type.partition(";")[0].strip().lower()


def is_within(media_type: str, ranges: Collection[str]) -> bool:
    """Say whether a media type, or a range of such, lies within one of some ranges: bare names."""
    name = bare(media_type)
    return any(each in ranges for each in (name, f"{name.partition('/')[0]}/*", "*/*"))


def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON's own or one that is built upon it."""
    name = bare(media_type)
    return name == "application/json" or name.endswith("+json")


def is_one_json(media_type: str) -> bool:
    """Say whether a media type is JSON, and no range of such: what is sent has one name."""
    return is_json(media_type) and "*" not in bare(media_type)


def json_forms(response: Response) -> tuple[str, ...]:
    """Give the media types in which a JSON body is answered, as the contract writes them.

    A problem has its own.
    """
    names = (each.media_type for each in response.content if is_one_json(each.media_type))
    return tuple(dict.fromkeys(each.strip() for each in names if bare(each) != PROBLEM))
