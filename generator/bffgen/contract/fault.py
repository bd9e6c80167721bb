"""Say in our words what a JSON Schema validator holds against a document.

In:  the errors of a validator that keeps the errors of each branch of oneOf and anyOf.
Out: what is wrong, at the node or key that is to be mended.
How: of a oneOf or anyOf the branch that its author most likely meant; a table of sentences.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from bffgen.contract.fields import kind as named
from bffgen.model.canonical import Json
from bffgen.model.place import On, join
from bffgen.model.spelling import nearest

_TYPES: Final = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "null",
}
# Members by which an author says which branch is meant.
_SELECTORS: Final = frozenset(("in", "type"))
_LEFTOVER: Final = ("unevaluatedProperties", "unevaluatedItems")
_SHOWN_LETTERS: Final = 40
_SHOWN_CHOICES: Final = 8
_QUOTED: Final = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_COUNTED: Final = {
    "minProperties": "is empty",
    "minItems": "has too few entries, {limit} at least",
    "maxItems": "has too many entries, {limit} at most",
    "maxProperties": "has too many entries, {limit} at most",
    "minLength": "is too short, {limit} at least",
    "maxLength": "is too long, {limit} at most",
    "minimum": "is less than {limit}",
    "maximum": "is more than {limit}",
    "exclusiveMinimum": "is not more than {limit}",
    "exclusiveMaximum": "is not less than {limit}",
    "multipleOf": "is no multiple of {limit}",
    "format": "is no {limit}",
    "uniqueItems": "has the same entry twice",
}


class Error(Protocol):
    """An error as the jsonschema package has it."""

    @property
    def message(self) -> str:
        """The package's own words."""
        ...

    @property
    def validator(self) -> str:
        """The keyword that failed."""
        ...

    @property
    def validator_value(self) -> Json:
        """Its value."""
        ...

    @property
    def instance(self) -> Json:
        """The value at fault."""
        ...

    @property
    def schema(self) -> Json:
        """The schema around the keyword."""
        ...

    @property
    def absolute_path(self) -> Sequence[str | int]:
        """Reference tokens of the node."""
        ...

    @property
    def relative_schema_path(self) -> Sequence[str | int]:
        """Where in the parent's keyword; of a branch its number comes first."""
        ...

    @property
    def context(self) -> "Sequence[Error] | None":
        """The errors of all branches."""
        ...


class Fault(NamedTuple):
    """What is wrong with one node, and whether its key or its value is at fault."""

    pointer: str
    on: On
    problem: str


class _Selection(NamedTuple):
    """An error of its own: no branch has the selector that was written."""

    instance: Json
    absolute_path: Sequence[str | int]
    validator_value: Json
    message: str = ""
    validator: str = "enum"
    schema: Json = None
    relative_schema_path: Sequence[str | int] = ()
    context: Sequence[Error] | None = None


def faults(errors: Iterable[Error]) -> list[Fault]:
    """Give what is wrong, each once, sorted by pointer.

    What follows from another error is left out: a member counts as unknown where a keyword that
    knows it failed below, a value seems to be of two forms where none of them fits, and no value
    of another type is one of an enum.
    """
    found = [leaf for error in errors for leaf in _leaves(error)]
    causes = _Causes(found)
    sure = [leaf for leaf in found if not causes.explain(leaf)]
    return sorted({fault for leaf in sure for fault in _worded(leaf)})


class _Causes:
    """Where errors stand that others follow from."""

    def __init__(self, found: list[Error]) -> None:
        wrong = [leaf for leaf in found if leaf.validator not in (*_LEFTOVER, "oneOf")]
        self._at = {tuple(leaf.absolute_path) for leaf in wrong}
        self._above = {path[:end] for path in self._at for end in range(len(path))}
        self._typed = {tuple(leaf.absolute_path) for leaf in wrong if leaf.validator == "type"}

    def explain(self, error: Error) -> bool:
        path = tuple(error.absolute_path)
        match error.validator:
            case "unevaluatedProperties" | "unevaluatedItems":
                return path in self._above
            case "oneOf":
                return path in self._above or path in self._at
            case "enum":
                return path in self._typed
            case _:
                return False


def _leaves(error: Error) -> list[Error]:
    """Go down to the errors that name the author's own mistake."""
    if not error.context:
        return [error]
    branches: dict[str | int, list[Error]] = defaultdict(list)
    for below in error.context:
        branches[below.relative_schema_path[0]] += _leaves(below)
    depth = len(error.absolute_path)
    selection = _selection(list(branches.values()), depth)
    if selection is not None:
        return [selection]
    return max(branches.values(), key=lambda leaves: _likelihood(leaves, depth))


def _selection(branches: list[list[Error]], depth: int) -> Error | None:
    """Give one error for a selector that is none of any branch."""
    refused = [leaf for leaves in branches for leaf in leaves if _refuses_selector(leaf, depth)]
    paths = {tuple(leaf.absolute_path) for leaf in refused}
    if len(branches) < 2 or len(refused) != len(branches) or len(paths) != 1:
        return None
    choices = [
        choice
        for leaf in refused
        for choice in _list(leaf.validator_value) or [leaf.validator_value]
    ]
    return _Selection(refused[0].instance, refused[0].absolute_path, choices)


def _refuses_selector(leaf: Error, depth: int) -> bool:
    path = list(leaf.absolute_path)[depth:]
    return leaf.validator in ("enum", "const") and len(path) == 1 and path[0] in _SELECTORS


def _likelihood(leaves: list[Error], depth: int) -> tuple[bool, bool, int, int, int]:
    """Rank a branch: it has the value's type, its selectors agree, its faults lie deep."""
    below = [(list(leaf.absolute_path)[depth:], leaf) for leaf in leaves]
    return (
        not any(leaf.validator == "type" and not path for path, leaf in below),
        not any(leaf.validator == "required" and "$ref" in leaf.message for leaf in leaves),
        -sum(_refuses_selector(leaf, depth) for leaf in leaves),
        max(len(path) for path, _ in below),
        -len(leaves),
    )


def _worded(error: Error) -> Iterator[Fault]:
    pointer = join("", *error.absolute_path)
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            yield from _unknown_keys(pointer, error)
        case "required":
            missing = next(iter(_all_quoted(error.message)), "")
            problem = f"`{missing}` is missing"
            if missing == "default" and pointer.endswith("/responses"):
                problem = "neither a status, such as `200`, nor `default` is declared"
            # The key names what has to get a member; the root has none.
            yield Fault(pointer, "key", problem)
        case "pattern" if isinstance(error.instance, str) and _is_key(error):
            problem = (
                f"the name `{error.instance}` has other characters than letters, digits and `._-`"
            )
            yield Fault(join(pointer, error.instance), "key", problem)
        case _:
            yield Fault(pointer, "value", _problem(error))


def _is_key(error: Error) -> bool:
    return "propertyNames" in [str(step) for step in error.relative_schema_path]


def _unknown_keys(pointer: str, error: Error) -> Iterator[Fault]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    known = schema.get("properties")
    names = list(known) if isinstance(known, dict) else []
    is_paths = pointer in ("/paths", "/components/callbacks")
    members = error.instance if isinstance(error.instance, dict) else {}
    for key in [name for name in _all_quoted(error.message) if name in members]:
        close = nearest(key, names)
        problem = f"`{key}` is not known here"
        if is_paths and not key.startswith("/"):
            problem = f"`{key}` is no path, which begins with `/`"
        elif close:
            problem = f"`{key}` is not known here, `{close}` is"
        yield Fault(join(pointer, key), "key", problem)


def _problem(error: Error) -> str:
    shown, limit = _shown(error.instance), error.validator_value
    match error.validator:
        case "type":
            types = limit if isinstance(limit, list) else [limit]
            wanted = " or ".join(_TYPES.get(str(each), str(each)) for each in types)
            return f"{shown} where {wanted} belongs"
        case "enum" if isinstance(limit, list) and len(limit) > 1:
            choices = ", ".join(_shown(each) for each in limit[:_SHOWN_CHOICES])
            more = ", .." if len(limit) > _SHOWN_CHOICES else ""
            return f"{shown} where one of {choices}{more} belongs"
        case "enum" | "const":
            only = limit[0] if isinstance(limit, list) and error.validator == "enum" else limit
            return f"{shown} where {_shown(only)} belongs"
        case "pattern":
            return f"{shown} is not of the form `{limit}`"
        case "not" if isinstance(limit, dict) and isinstance(limit.get("required"), list):
            names = [_shown(each) for each in _list(limit["required"])]
            if len(names) == 1:
                return f"{names[0]} excludes another key that stands beside it"
            return f"{' and '.join(names)} exclude each other"
        case "oneOf":
            return f"{shown} is of more than one of the forms that exclude each other here"
        case keyword if keyword in _COUNTED:
            return f"{shown} {_COUNTED[keyword].format(limit=limit)}"
        case _:
            first = error.message.partition("\n")[0].rstrip(".")
            return f"{first[:1].lower()}{first[1:200]}"


def _shown(value: Json) -> str:
    """Write a value for a sentence: a short scalar itself, else what it is."""
    if value is None or isinstance(value, dict | list):
        return named(value)
    text = value if isinstance(value, str) else json.dumps(value)
    if len(text) > _SHOWN_LETTERS:
        text = f"{text[:_SHOWN_LETTERS]}.."
    return f"`{' '.join(text.split())}`"


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _all_quoted(message: str) -> list[str]:
    return [
        re.sub(r"\\(.)", r"\1", single or double) for single, double in _QUOTED.findall(message)
    ]
