"""Read how a source of composition.yaml is several calls: `batch:` or `each:`.

In:  the members of one source.
Out: a Batch, a CallEach or None; findings for what does not fit.
How: the one key of `batch` that is no setting is the parameter that takes the keys.
"""

from collections.abc import Sequence

from bffgen.contract.fields import Fields, kind
from bffgen.contract.path import PathFault, parse_loop, parse_path, syntax_fault
from bffgen.model.builder import Name, ValuePath
from bffgen.model.canonical import Json
from bffgen.model.composition import Batch, CallEach
from bffgen.model.finding import Mark, finding
from bffgen.model.place import Place
from bffgen.model.spelling import nearest

_SETTINGS = ("max", "limit", "match", "items")


def read_fan_out(fields: Fields) -> Batch | CallEach | None:
    """Read `batch:`, or `each:` with its `limit:` and `match:`."""
    if "batch" in fields and "each" in fields:
        mark = Mark(place=fields.at("each"), on="key")
        problem = "`batch` and `each` in one source; a source is called in one of the two ways"
        fields.faults.append(finding("compose-schema", mark, problem=problem))
    if "batch" in fields:
        fields.raw("each")
        return _batch(fields.mapping("batch"))
    if "each" in fields:
        return _each(fields)
    if fields.means("each"):  # told as a key that is not known
        fields.raw("limit")
        fields.raw("match")
    return None


def _each(fields: Fields) -> CallEach | None:
    at = fields.at("each")
    text = fields.required_text("each")
    limit, match = fields.whole("limit", least=1), fields.text("match")
    if not text:
        return None
    loop = parse_loop(text, at)
    if isinstance(loop, PathFault):
        fields.faults.append(syntax_fault(text, loop, at))
        return None
    return CallEach(over=loop[0], loop=loop[1], limit=limit, match=match, place=fields.place)


def _batch(fields: Fields | None) -> Batch | None:
    if fields is None:
        return None
    named = [name for name in fields if name not in _SETTINGS]
    meant = {name: key for name in named if (key := _setting(fields, name, named))}
    for name, key in meant.items():
        fields.misspelled(name, key)
    parameters = [name for name in named if name not in meant]
    size = fields.whole("max", least=1)
    limit, match = fields.whole("limit", least=1), fields.text("match")
    items = _path(fields.raw("items"), fields.at("items"), fields) if "items" in fields else None
    keys = [_path(fields.raw(name), fields.at(name), fields) for name in parameters]
    if "max" not in fields and "max" not in meant.values():
        problem = "`batch` without `max`, the most keys of one call"
        fields.faults.append(finding("compose-schema", _key(fields.place), problem=problem))
    if len(parameters) != 1:
        listed = " and ".join(f"`{name}`" for name in parameters) or "no parameter"
        problem = f"`batch` gives keys to {listed}; one parameter takes them: `{{ids: a.ids}}`"
        fields.faults.append(finding("compose-schema", _key(fields.place), problem=problem))
        return None
    if keys[0] is None or size is None:
        return None
    return Batch(
        parameter=parameters[0],
        keys=keys[0],
        size=size,
        limit=limit,
        match=match,
        items=_names(items, fields),
        place=fields.place,
    )


def _setting(fields: Fields, name: str, named: Sequence[str]) -> str:
    """Give the setting that a name misspells: no path to keys, or one beside the parameter."""
    close = nearest(name, [each for each in _SETTINGS if each not in fields])
    return close if len(named) > 1 or not isinstance(fields.raw(name), str) else ""


def _names(path: ValuePath | None, fields: Fields) -> tuple[str, ...]:
    """Take `data.assets` as names: it leads through an answer, from no root."""
    if path is None:
        return ()
    steps = [step.name for step in path.steps if isinstance(step, Name)]
    if len(steps) < len(path.steps):
        problem = "`items` names the array in an answer: properties and dots alone"
        fields.faults.append(finding("compose-schema", fields.at("items"), problem=problem))
        return ()
    return (path.root, *steps)


def _path(value: Json, place: Place, fields: Fields) -> ValuePath | None:
    text = value if isinstance(value, str) else kind(value)
    read = parse_path(text, place)
    if isinstance(read, PathFault):
        fields.faults.append(syntax_fault(text, read, place))
        return None
    return read


def _key(place: Place) -> Mark:
    return Mark(place=place, on="key")
