"""Parameters that are no plain value in the first style of their place.

In:  the request; how a parameter travels (style.py), and its type.
Out: the value as that type; its default or MISSING where it is absent; or Invalid.
How: made once, since what a type admits is asked of pydantic.
"""

from typing import Generic, TypeVar, cast

from pydantic import TypeAdapter
from starlette.requests import Request

from .body import MISSING, Json
from .body_content import Checking
from .faults import keep
from .problem import Fault, Invalid
from .style import Form
from .typed_text import Learnt, Read, fitted

T = TypeVar("T")


class Parameter(Generic[T]):
    """A parameter of one operation.

    Args:
        model: its type, with every bound; null apart where it travels as a text.
        form: how it travels.
        default: what an absent one is, as JSON; None where there is none.
        check: what the contract says of it beyond its type; None where that says all.
    """

    __slots__ = ("_adapter", "_check", "_default", "_form", "_model")

    def __init__(
        self,
        model: object,
        form: Form,
        *,
        default: Json = None,
        check: Checking | None = None,
    ) -> None:
        # An annotation with bounds is no type to a checker; whoever makes a reader says what it is.
        self._adapter: TypeAdapter[T] = TypeAdapter(cast("type[T]", model))
        self._model = Learnt(self._adapter.json_schema())
        self._form = form
        self._default = default
        self._check = check

    def read(self, http: Request) -> T:
        """Read a parameter that is required, or has a default."""
        try:
            found = self._value(http)
            if found is MISSING:
                raise Invalid(Fault(self._form.root, "is absent; the contract requires it"))
            return found
        except Invalid as fault:
            keep(http, fault)
        return cast("T", MISSING)

    def read_if_sent(self, http: Request) -> T | MISSING:
        """Read a parameter that may be left out."""
        try:
            return self._value(http)
        except Invalid as fault:
            keep(http, fault)
        return MISSING

    def _value(self, http: Request) -> T | MISSING:
        sent = self._form.sent(http, self._model)
        if sent is None and self._default is not None:
            sent = Read([self._default])
        if sent is None:
            return MISSING
        found = fitted(self._adapter, sent, self._form.root)
        if self._check is not None:
            read = self._adapter.dump_python(found, mode="json", by_alias=True)
            self._check.hold(read, self._form.root)
        return found
