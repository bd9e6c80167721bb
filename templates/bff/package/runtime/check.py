"""What no class can say of a value: held by the contract's own JSON Schema.

In:  a JSON value, or an object that was built; the part of the schema that its class has no word
     for.
Out: nothing where it holds; else what does not, by its place and the keyword, without the value:
     all of it where the value is small, the first of a large one.
How: jsonschema-rs judges. A BFF whose classes say all has neither this module nor the package.
"""

from typing import ClassVar, Final, Self, Unpack

from jsonschema_rs import Draft202012Validator, ValidationError
from pydantic import ConfigDict, model_validator

from .body import Body, Json, RootBody
from .faults import MOST_FAULTS
from .problem import Fault, Invalid, token

LISTED_SIZE: Final = 4096
"""Values, names and characters of a request's value whose faults are all told.

The judge makes an error of each place at once, with a copy of what lies there, while nothing else
of the process goes on: 0.3 s for the worst of this size, 20 s and more for one of 1 MiB.
"""

# Of the way into a schema, the last of these is what did not hold.
_KEYWORDS: Final = frozenset(
    (
        *("type", "enum", "const", "format", "pattern", "minLength", "maxLength", "multipleOf"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "items", "prefixItems"),
        *("minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"),
        *("required", "minProperties", "maxProperties", "dependentRequired", "propertyNames"),
        *("patternProperties", "additionalProperties", "unevaluatedItems", "dependentSchemas"),
        *("unevaluatedProperties", "not", "oneOf", "anyOf", "allOf", "if"),
    )
)


class Check:
    """A part of a contract's schema.

    Args:
        schema: of JSON Schema 2020-12; it holds all that it refers to.
    """

    __slots__ = ("_judge",)

    def __init__(self, schema: dict[str, Json]) -> None:
        self._judge = Draft202012Validator(schema, validate_formats=True, offline=True)

    def hold(self, value: Json, root: str) -> None:
        """Refuse a value of a request that is outside.

        Args:
            root: the pointer of the value, a URI fragment.

        Raises:
            Invalid: with all places that are outside; of a value above LISTED_SIZE with the first.
        """
        first = self._first(value)
        if first is None:
            return
        found = self._all(value) if _is_listed(value) else [first]
        told = dict.fromkeys((root + _way(each), _keyword(each)) for each in found)
        faults = [Fault(where, f"is outside the contract's `{keyword}`") for where, keyword in told]
        raise Invalid(*faults[:MOST_FAULTS])

    def hold_built(self, value: Json) -> None:
        """Refuse what was built with a ValueError, which pydantic tells of the whole."""
        first = self._first(value)
        if first is None:
            return
        where = f" at `{_way(first)}`" if first.instance_path else ""
        raise ValueError(f"outside the contract's `{_keyword(first)}`{where}")

    def _first(self, value: Json) -> ValidationError | None:
        """Find one fault: no more of the value is judged than up to there."""
        if self._judge.is_valid(value):
            return None
        try:
            self._judge.validate(value)
        except ValidationError as fault:
            return fault
        return None

    def _all(self, value: Json) -> list[ValidationError]:
        return sorted(
            self._judge.iter_errors(value),
            key=lambda each: ([*map(str, each.instance_path)], [*map(str, each.schema_path)]),
        )


class Checked(Body):
    """A JSON object that is held to more than its members say: `class Tags(Checked, check=..)`."""

    contract_check: ClassVar[Check]

    def __init_subclass__(cls, *, check: Check, **config: Unpack[ConfigDict]) -> None:
        """Keep what is held.

        Args:
            check: the part of the contract that its members do not say.
        """
        super().__init_subclass__(**config)
        cls.contract_check = check

    @model_validator(mode="after")
    def _is_held(self) -> Self:
        type(self).contract_check.hold_built(_json(self))
        return self


class CheckedRoot(RootBody):
    """An answer that is no object and is held to more than its type says."""

    contract_check: ClassVar[Check]

    def __init_subclass__(cls, *, check: Check) -> None:
        """Keep what is held; pydantic's own only looks for settings that such a class has not.

        Args:
            check: the part of the contract that its type does not say.
        """
        cls.contract_check = check

    @model_validator(mode="after")
    def _is_held(self) -> Self:
        type(self).contract_check.hold_built(_json(self))
        return self


def _json(built: Body | RootBody) -> Json:
    value: Json = built.__pydantic_serializer__.to_python(built, mode="json", by_alias=True)
    return value


def _is_listed(value: Json) -> bool:
    """Say whether a value is small enough for all its faults; stops where it is not."""
    size, work = 0, [value]
    while work and size <= LISTED_SIZE:
        here = work.pop()
        size += 1 + (len(here) if isinstance(here, str | list | dict) else 0)
        if isinstance(here, dict):
            size += sum(map(len, here))
            work += here.values()
        elif isinstance(here, list):
            work += here
    return size <= LISTED_SIZE


def _way(fault: ValidationError) -> str:
    return "".join(f"/{token(str(each))}" for each in fault.instance_path)


def _keyword(fault: ValidationError) -> str:
    found = [each for each in fault.schema_path if each in _KEYWORDS]
    return str(found[-1]) if found else "schema"
