"""What no class can say of a value: held by the contract's own JSON Schema.

In:  a JSON value, or an object that was built; the part of the schema that its class has no word
     for.
Out: nothing where it holds; else what does not, by its place and the keyword, without the value.
How: jsonschema-rs judges. A BFF whose classes say all has neither this module nor the package.
"""

from collections.abc import Iterable
from typing import ClassVar, Final, Self, Unpack

from jsonschema_rs import Draft202012Validator, ValidationError
from pydantic import ConfigDict, model_validator

from .body import Body, Json, RootBody
from .faults import MOST_FAULTS
from .problem import Fault, Invalid, token

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
        """Refuse a value of a request that is outside, with all places that are.

        Args:
            root: the pointer of the value, a URI fragment.
        """
        if self._judge.is_valid(value):
            return
        said = (f"is outside the contract's `{_keyword(e)}`" for e in self._faults(value))
        ways = (root + _way(each) for each in self._faults(value))
        faults = dict.fromkeys(zip(ways, said, strict=True))
        raise Invalid(*[Fault(where, why) for where, why in faults][:MOST_FAULTS])

    def hold_built(self, value: Json) -> None:
        """Refuse what was built with a ValueError, which pydantic tells of the whole."""
        if self._judge.is_valid(value):
            return
        first = next(iter(self._faults(value)))
        where = f" at `{_way(first)}`" if first.instance_path else ""
        raise ValueError(f"outside the contract's `{_keyword(first)}`{where}")

    def _faults(self, value: Json) -> Iterable[ValidationError]:
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


def _way(fault: ValidationError) -> str:
    return "".join(f"/{token(str(each))}" for each in fault.instance_path)


def _keyword(fault: ValidationError) -> str:
    found = [each for each in fault.schema_path if each in _KEYWORDS]
    return str(found[-1]) if found else "schema"
