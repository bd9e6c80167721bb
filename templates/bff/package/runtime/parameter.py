"""Parameters that are no plain value in the first style of their place, from text to typed values.

In:  the request; where a parameter stands, in which style it travels, and its type.
Out: the value as that type; its default or MISSING where it is absent; or Invalid.
How: the delimiters of a style are looked for before escapes are decoded, since what a value holds
     comes escaped (RFC 6570 3.2.1). What texts are is said by typed_text.py.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, Literal, TypeAlias, TypeVar, cast
from urllib.parse import unquote_to_bytes

from pydantic import TypeAdapter
from starlette.requests import Request

from .body import MISSING, Json
from .faults import keep
from .json_text import json_value, validated_json
from .parse import decoded, path_value, query_values
from .problem import Fault, Invalid, token
from .typed_text import TEXT, Learnt, Read, Sent, fitted, read_text

T = TypeVar("T")

Place: TypeAlias = Literal["path", "query", "header", "cookie"]
Style: TypeAlias = Literal[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject"
]

_STYLES: Final[Mapping[Place, Style]] = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
}
# These have no escape: what they delimit is taken apart once it is decoded (OpenAPI 3.1.1 E.4).
_UNESCAPED: Final[Mapping[Style, str]] = {"spaceDelimited": " ", "pipeDelimited": "|"}
_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Parameter(Generic[T]):
    """A parameter of one operation.

    Args:
        model: its type, with every bound; null apart where it travels as a text.
        style, explode: as OpenAPI has them; without them those of the place.
        default: what an absent one is, as JSON; None where there is none.
        allow_empty: sent with an empty text it is as good as absent (`allowEmptyValue`).
    """

    def __init__(
        self,
        model: object,
        place: Place,
        name: str,
        *,
        style: Style | None = None,
        explode: bool | None = None,
        default: Json = None,
        allow_empty: bool = False,
    ) -> None:
        # An annotation with bounds is no type to a checker; whoever makes a reader says what it is.
        self._adapter: TypeAdapter[T] = TypeAdapter(cast("type[T]", model))
        self._place: Place = place
        self._name = name
        self._style: Style = style or _STYLES[place]
        self._explode = self._style == "form" if explode is None else explode
        self._default = default
        self._allow_empty = allow_empty
        self._root = f"#/{place}/{token(name)}"
        self._learn(Learnt(self._adapter.json_schema()))

    def _learn(self, model: Learnt) -> None:
        """Take what a parameter of this shape has to know of its type."""

    def read(self, http: Request) -> T:
        """Read a parameter that is required, or has a default."""
        try:
            found = self._value(http)
            if found is MISSING:
                raise self._invalid("is absent; the contract requires it")
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
        found = self._found(http)
        if found is not MISSING:
            return found
        return MISSING if self._default is None else self._whole(Read([self._default]))

    def _found(self, http: Request) -> T | MISSING:
        """Give the value of what was sent; MISSING where nothing was."""
        raise NotImplementedError

    def _whole(self, sent: Sent) -> T:
        return fitted(self._adapter, sent, self._root)

    def _texts(self, http: Request) -> list[str]:
        """Give what is sent under the parameter's name, still escaped."""
        texts = _TEXTS[self._place](http, self._name)
        return [] if self._allow_empty and texts == [""] else texts

    def _one(self, http: Request) -> str | None:
        """Give the one text that is sent, without what its style puts before it."""
        texts = self._texts(http)
        if not texts:
            return None
        if len(texts) > 1 and self._place == "header":
            return ",".join(texts)  # RFC 9110 5.3: lines of one list
        if len(texts) > 1:
            raise self._invalid(f"comes {len(texts)} times; the contract wants one value")
        return self._bare(texts[0])

    def _bare(self, text: str) -> str:
        if self._place == "path" and text in (".", ".."):
            raise self._invalid(f"`{text}` is a step of a path, not a value (RFC 3986 3.3)")
        if self._style == "label":
            if not text.startswith("."):
                raise self._invalid("does not begin with `.`, as its style `label` wants")
            return text[1:]
        if self._style == "matrix":
            if not text.startswith(";"):
                raise self._invalid("does not begin with `;`, as its style `matrix` wants")
            return text[1:]
        return text

    def _named(self, text: str) -> str:
        """Give the text behind `name=`, which the style `matrix` writes before a value."""
        if self._style != "matrix":
            return text
        name, _, value = text.partition("=")
        if self._decoded(name) != self._name:
            raise self._invalid(f"is not named `;{self._name}=`, as its style `matrix` wants")
        return value

    def _decoded(self, text: str) -> str:
        found = _DECODED[self._place](text)
        if found is None:
            said = "holds characters beyond printable ASCII"
            raise self._invalid(said if self._place == "header" else "is not percent-encoded UTF-8")
        return found

    def _split(self, text: str, *, holds_texts: bool) -> list[str]:
        """Take a list apart."""
        if self._style in _UNESCAPED:
            return self._decoded(text).split(_UNESCAPED[self._style])
        delimiter = {"label": ".", "matrix": ";"}.get(self._style, ",") if self._explode else ","
        if not holds_texts and delimiter == ",":
            # No number and no flag has a comma in it, so that an escaped one delimits as well.
            return self._decoded(text).split(",")
        return [self._decoded(each) for each in text.split(delimiter)]

    def _invalid(self, message: str, way: str = "") -> Invalid:
        return Invalid(Fault(self._root + way, message))


class ScalarParameter(Parameter[T]):
    """One plain value."""

    def _learn(self, model: Learnt) -> None:
        self._kinds = model.whole.kinds

    def _found(self, http: Request) -> T | MISSING:
        text = self._one(http)
        if text is None:
            return MISSING
        return self._whole(read_text(self._decoded(self._named(text)), self._kinds))


class ListParameter(Parameter[T]):
    """A list of plain values."""

    def _learn(self, model: Learnt) -> None:
        self._kinds = model.whole.elements or TEXT
        self._is_repeated = self._explode and self._place == "query"

    def _found(self, http: Request) -> T | MISSING:
        texts = self._elements(http)
        if texts is None:
            return MISSING
        return self._whole([read_text(each, self._kinds) for each in texts])

    def _elements(self, http: Request) -> list[str] | None:
        if self._is_repeated:
            return [self._decoded(each) for each in self._texts(http)] or None
        text = self._one(http)
        if text is None:
            return None
        if self._style == "matrix" and self._explode:
            return [self._decoded(self._named(each)) for each in text.split(";")]
        text = self._named(text)
        # A list of one empty text is written as an empty list is; the empty list is meant.
        return self._split(text, holds_texts="string" in self._kinds) if text else []


class ObjectParameter(Parameter[T]):
    """An object or a map of plain values."""

    def _learn(self, model: Learnt) -> None:
        self._model = model
        self._is_deep = self._style == "deepObject"
        self._is_spread = self._explode and self._style == "form"

    def _found(self, http: Request) -> T | MISSING:
        pairs = self._pairs(http)
        if pairs is None:
            return MISSING
        names = [name for name, _ in pairs]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise self._invalid("comes more than once", f"/{token(twice)}")
        return self._whole(
            {name: read_text(text, self._model.of(name).kinds) for name, text in pairs}
        )

    def _pairs(self, http: Request) -> list[tuple[str, str]] | None:
        if self._is_deep:
            return list(self._deep(http)) or None
        if self._is_spread:
            return list(self._spread(http)) or None
        text = self._one(http)
        if text is None:
            return None
        if self._explode:
            delimiter = {"label": ".", "matrix": ";"}.get(self._style, ",")
            return [self._pair(each) for each in text.split(delimiter)] if text else []
        text = self._named(text)
        pieces = self._split(text, holds_texts=True) if text else []
        if len(pieces) % 2:
            raise self._invalid("is no list of names and values by turns")
        return list(zip(pieces[::2], pieces[1::2], strict=True))

    def _pair(self, text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not equals and self._style != "matrix":  # RFC 6570 3.2.7: an empty value has no sign
            raise self._invalid("is no list of `name=value`")
        return self._decoded(name), self._decoded(value)

    def _deep(self, http: Request) -> Iterable[tuple[str, str]]:
        """Give what comes as `name[member]=value`."""
        start = f"{self._name}["
        for name, texts in query_values(http.scope).items():
            if name.startswith(start) and name.endswith("]"):
                yield from self._given(name[len(start) : -1], texts)

    def _spread(self, http: Request) -> Iterable[tuple[str, str]]:
        """Give the members that come as parameters of their own."""
        sent = query_values(http.scope)
        for name in self._model.members:
            yield from self._given(name, sent.get(name, ()))

    def _given(self, name: str, texts: Iterable[bytes]) -> Iterable[tuple[str, str]]:
        for each in texts:
            yield name, self._decoded(each.decode("latin-1"))


class JsonParameter(Parameter[T]):
    """A JSON text (`content: application/json`)."""

    def _found(self, http: Request) -> T | MISSING:
        text = self._one(http)
        if text is None:
            return MISSING
        content = self._decoded(text).encode()
        return validated_json(self._adapter, content, json_value(content, self._root), self._root)


def _query_texts(http: Request, name: str) -> list[str]:
    return [each.decode("latin-1") for each in query_values(http.scope).get(name, ())]


def _cookie_texts(http: Request, name: str) -> list[str]:
    """Give the values of a cookie: `name=value`, semicolons between (RFC 6265 4.2.1)."""
    found: list[str] = []
    for line in http.headers.getlist("cookie"):
        for pair in line.split(";"):
            told, equals, value = pair.strip(" \t").partition("=")
            if equals and told == name:
                found.append(value)
    return found


def _cookie_value(text: str) -> str | None:
    bare = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    if _BROKEN_ESCAPE.search(bare.encode("latin-1")):
        return None
    try:
        return unquote_to_bytes(bare.encode("latin-1")).decode()
    except UnicodeDecodeError:
        return None


def _header_value(text: str) -> str | None:
    # RFC 9110 5.5: other bytes have no meaning that both sides share.
    return text.strip(" \t") if text.isascii() and text.isprintable() else None


_TEXTS: Final[Mapping[Place, Callable[[Request, str], list[str]]]] = {
    "path": lambda http, name: [http.path_params[name]],
    "query": _query_texts,
    "header": lambda http, name: http.headers.getlist(name),
    "cookie": _cookie_texts,
}
_DECODED: Final[Mapping[Place, Callable[[str], str | None]]] = {
    "path": path_value,
    "query": lambda text: decoded(text.encode("latin-1")),
    "header": _header_value,
    "cookie": _cookie_value,
}
