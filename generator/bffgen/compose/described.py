"""What a witness shows, in the words of a message: where it is refused, and by which promise.

In:  what sends, what receives, a value that the one has and the other refuses.
Out: Described: the place inside the value, what may be there, what is wanted there.
How: the judge names the first fault; its place is followed down both schemas, as lists and maps of
     plain values alone are copied.
"""

from dataclasses import dataclass

from bffgen.compose.bound import Bound
from bffgen.compose.relaxed import BOUNDS
from bffgen.compose.spelled import spelled
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.plain import array_bounds, plain_schema
from bffgen.model.shapes import Shape, held, shape, solid
from bffgen.proof.formats import INTERVALS
from bffgen.proof.side import Side
from bffgen.proof.standalone import standalone
from bffgen.proof.validate import Unbuildable, fault_if_judged, refusals

_LISTS = ("enum", "const")
# Of more listed values a message names the first.
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is sent and what is wanted.

    Attributes:
        inside: the way to it in the value: `[]` an element, `.*` the value of a map.
        given: what may be there; wanted: what is taken.
        keyword: what refuses it.
        bound: what of the promise it breaks where that is a bound: `maxLength: 80`; else empty.
        lacking: the listed values that are sent and not taken.
        sender, receiver: pointers of the two schemas there.
    """

    inside: str
    given: str
    wanted: str
    keyword: str
    bound: str
    lacking: str
    sender: str
    receiver: str


def described(found: Bound, api: Api, pointer: str, judge: Side, witness: Json) -> Described:
    """Say what a witness shows.

    Args:
        pointer: the schema that receives, in the contract `api`.
        judge: the schema that refuses the witness, with or without its bounds.
    """
    depth, keyword = _fault(judge, witness)
    sender, receiver, inside = found.read.pointer, pointer, ""
    for _ in range(depth):
        sent, taken = held(found.api.meaning, sender), held(api.meaning, receiver)
        if sent is None or taken is None:
            break
        is_map = shape(api.meaning, solid(api.meaning, receiver)) is Shape.MAP
        inside += ".*" if is_map else "[]"
        sender, receiver = sent, taken
    lacking: tuple[Json, ...] = ()
    if keyword in _LISTS:
        own = () if inside else found.listed
        lacking = _lacking(own or _listed(found.api, sender), api, receiver)
    flat = _flat(api, receiver)
    bound = _said(flat, keyword) if keyword in BOUNDS else ""
    return Described(
        inside=inside,
        given=_any(lacking) or _kinds(found, sender, api, receiver, keyword),
        wanted=_wanted(api, receiver, flat, keyword),
        keyword=keyword,
        bound=bound,
        lacking=", ".join(map(_text, lacking)),
        sender=sender,
        receiver=receiver,
    )


def _fault(judge: Side, witness: Json) -> tuple[int, str]:
    """Give how many steps inside a value the first fault is, and the keyword that refuses it."""
    try:
        (faults,) = refusals(standalone(judge.document, judge.pointer), [witness])
    except Unbuildable:
        faults = ()
    if not faults:
        return 0, ""
    first = min(
        faults, key=lambda each: (list(map(str, each.path)), list(map(str, each.schema_path)))
    )
    words = [each for each in first.schema_path if isinstance(each, str)]
    return len(first.path), words[-1] if words else ""


def _flat(api: Api, pointer: str) -> dict[str, Json]:
    here = solid(api.meaning, pointer)
    is_plain = shape(api.meaning, here) is Shape.PLAIN
    return plain_schema(api.meaning, here) if is_plain else array_bounds(api.meaning, here)


def _said(flat: dict[str, Json], keyword: str) -> str:
    """Say a bound; of an integer's width as the author does, by its format."""
    if keyword in flat:
        return f"{keyword}: {_text(flat[keyword])}"
    width = flat.get("format")
    return f"format: {width}" if str(width) in INTERVALS else keyword


def _listed(api: Api, pointer: str) -> tuple[Json, ...]:
    listed = _flat(api, pointer).get("enum")
    return tuple(listed) if isinstance(listed, list) else ()


def _lacking(listed: tuple[Json, ...], api: Api, receiver: str) -> tuple[Json, ...]:
    """Give the listed values that the receiver does not take."""
    return tuple(
        each for each in listed if fault_if_judged(api.meaning, receiver, each) is not None
    )


def _kinds(found: Bound, sender: str, api: Api, receiver: str, keyword: str) -> str:
    sent = schema.types(found.api.meaning, sender) - {"null"}
    beyond = sent - schema.types(api.meaning, receiver)
    return spelled(beyond if keyword == "type" and beyond else sent)


def _wanted(api: Api, receiver: str, flat: dict[str, Json], keyword: str) -> str:
    kinds = spelled(schema.types(api.meaning, receiver))
    listed = flat.get("enum")
    if keyword in _LISTS and isinstance(listed, list) and listed:
        return _any(tuple(listed))
    if keyword == "format" and "format" in flat:
        return f"{kinds} of `format: {flat['format']}`"
    if keyword in ("", "type"):
        return kinds
    return f"{kinds} that its `{keyword}` takes"


def _any(values: tuple[Json, ...]) -> str:
    """Name listed values: `"a", "b" or "c"`."""
    named = [_text(each) for each in values[:_MOST_LISTED]]
    if len(values) > _MOST_LISTED:
        return f"{', '.join(named)} or {len(values) - _MOST_LISTED} more"
    return " or ".join((", ".join(named[:-1]), named[-1])) if len(named) > 1 else "".join(named)


def _text(value: Json) -> str:
    return canonical_bytes(value).decode()
