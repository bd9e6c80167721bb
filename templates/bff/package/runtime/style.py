"""The styles that parameters travel in, taken apart (OpenAPI 3.1.1 4.8.12.2.2, RFC 6570).

In:  the request; where a parameter stands, in which style, and what its type admits.
Out: its texts in the shape of the value; None where nothing was sent; or Invalid.
How: the delimiters of a style are looked for before escapes are decoded, since what a value holds
     comes escaped (RFC 6570 3.2.1). What texts are is said by typed_text.py.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, Protocol, TypeAlias
from urllib.parse import unquote_to_bytes

from pydantic_core import from_json
from starlette.requests import Request

from .body import has_integral_floats, integral_floats_as_integers
from .json_text import json_value
from .parse import decoded, path_value, query_values
from .problem import Fault, Invalid, token
from .typed_text import TEXT, Learnt, Read, Sent, read_text

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
_EXPLODED: Final[Mapping[Style, str]] = {"label": ".", "matrix": ";"}
_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Form(Protocol):
    """How one parameter travels."""

    @property
    def root(self) -> str:
        """Give the pointer of the parameter, a URI fragment."""
        ...

    def sent(self, http: Request, model: Learnt) -> "Sent | None":
        """Give what was sent, None where nothing was; raise Invalid for what has another form.

        Args:
            model: what the parameter's type admits.
        """
        ...


class Texts:
    """The texts of one parameter.

    Args:
        style, explode: as OpenAPI has them; without them those of the place.
    """

    __slots__ = ("explode", "name", "place", "root", "style")

    def __init__(self, place: Place, name: str, style: Style | None, explode: bool | None) -> None:
        self.place: Place = place
        self.name = name
        self.style: Style = style or _STYLES[place]
        self.explode = self.style == "form" if explode is None else explode
        self.root = f"#/{place}/{token(name)}"

    def all(self, http: Request) -> list[str]:
        """Give what is sent under the parameter's name, still escaped."""
        return _TEXTS[self.place](http, self.name)

    def one(self, http: Request) -> str | None:
        """Give the one text that is sent, without what its style puts before it."""
        texts = self.all(http)
        if not texts:
            return None
        if len(texts) > 1 and self.place == "header":
            return ",".join(texts)  # RFC 9110 5.3: lines of one list
        if len(texts) > 1:
            raise self.invalid(f"comes {len(texts)} times; the contract wants one value")
        return self._bare(texts[0])

    def _bare(self, text: str) -> str:
        if self.place == "path" and text in (".", ".."):
            raise self.invalid(f"`{text}` is a step of a path, not a value (RFC 3986 3.3)")
        begin = _EXPLODED.get(self.style, "")
        if not text.startswith(begin):
            raise self.invalid(f"does not begin with `{begin}`, as its style `{self.style}` wants")
        return text[len(begin) :]

    def named(self, text: str) -> str:
        """Give the text behind `name=`, which the style `matrix` writes before a value."""
        if self.style != "matrix":
            return text
        name, _, value = text.partition("=")
        if self.decoded(name) != self.name:
            raise self.invalid(f"is not named `;{self.name}=`, as its style `matrix` wants")
        return value

    def decoded(self, text: str) -> str:
        """Decode one text."""
        found = _DECODED[self.place](text)
        if found is None:
            said = "holds characters beyond printable ASCII"
            raise self.invalid(said if self.place == "header" else "is not percent-encoded UTF-8")
        return found

    def parts(self, text: str) -> list[str]:
        """Take an exploded value apart, its parts still escaped."""
        return text.split(_EXPLODED.get(self.style, ",")) if text else []

    def split(self, text: str, *, holds_texts: bool) -> list[str]:
        """Take a list apart that is one text."""
        if not text:
            return []
        if self.style in _UNESCAPED:
            return self.decoded(text).split(_UNESCAPED[self.style])
        if not holds_texts:
            # No number and no flag has a comma in it, so that an escaped one delimits as well.
            return self.decoded(text).split(",")
        return [self.decoded(each) for each in text.split(",")]

    def invalid(self, message: str, way: str = "") -> Invalid:
        """Say what is wrong with a parameter, or with a place in it."""
        return Invalid(Fault(self.root + way, message))


class ScalarForm:
    """One plain value.

    Args:
        allow_empty: sent with an empty text it is as good as absent (`allowEmptyValue`).
    """

    __slots__ = ("_allow_empty", "_texts", "root")

    def __init__(
        self, place: Place, name: str, *, style: Style | None = None, allow_empty: bool = False
    ) -> None:
        self._texts = Texts(place, name, style, explode=False)
        self._allow_empty = allow_empty
        self.root = self._texts.root

    def sent(self, http: Request, model: Learnt) -> "Sent | None":
        """Give the text."""
        text = self._texts.one(http)
        if text is None or (self._allow_empty and not text):
            return None
        return read_text(self._texts.decoded(self._texts.named(text)), model.whole.kinds)


class ListForm:
    """A list of plain values."""

    __slots__ = ("_texts", "root")

    def __init__(
        self,
        place: Place,
        name: str,
        *,
        style: Style | None = None,
        explode: bool | None = None,
    ) -> None:
        self._texts = Texts(place, name, style, explode)
        self.root = self._texts.root

    def sent(self, http: Request, model: Learnt) -> "Sent | None":
        """Give the elements."""
        kinds = model.whole.elements or TEXT
        texts = self._elements(http, holds_texts="string" in kinds)
        return None if texts is None else [read_text(each, kinds) for each in texts]

    def _elements(self, http: Request, *, holds_texts: bool) -> list[str] | None:
        texts = self._texts
        if texts.explode and texts.place == "query":
            return [texts.decoded(each) for each in texts.all(http)] or None
        text = texts.one(http)
        if text is None:
            return None
        if texts.explode and texts.style in _EXPLODED:
            return [texts.decoded(texts.named(each)) for each in texts.parts(text)]
        # A list of one empty text is written as an empty list is; the empty list is meant.
        return texts.split(texts.named(text), holds_texts=holds_texts)


class ObjectForm:
    """An object or a map of plain values."""

    __slots__ = ("_texts", "root")

    def __init__(
        self,
        place: Place,
        name: str,
        *,
        style: Style | None = None,
        explode: bool | None = None,
    ) -> None:
        self._texts = Texts(place, name, style, explode)
        self.root = self._texts.root

    def sent(self, http: Request, model: Learnt) -> "Sent | None":
        """Give the members."""
        pairs = self._pairs(http, model)
        if pairs is None:
            return None
        sent: dict[str, Sent] = {}
        for name, text in pairs:
            if name in sent:
                raise self._texts.invalid("comes more than once", f"/{token(name)}")
            sent[name] = read_text(text, model.of(name).kinds)
        return sent

    def _pairs(self, http: Request, model: Learnt) -> list[tuple[str, str]] | None:
        texts = self._texts
        if texts.style == "deepObject":
            return list(self._deep(http)) or None
        if texts.style == "form" and texts.explode:
            return list(self._spread(http, model)) or None
        text = texts.one(http)
        if text is None:
            return None
        if texts.explode:
            return [self._pair(each) for each in texts.parts(text)]
        pieces = texts.split(texts.named(text), holds_texts=True)
        if len(pieces) % 2:
            raise texts.invalid("is no list of names and values by turns")
        return list(zip(pieces[::2], pieces[1::2], strict=True))

    def _pair(self, text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        # RFC 6570 3.2.7: an empty value has no sign.
        if not equals and self._texts.style != "matrix":
            raise self._texts.invalid("is no list of `name=value`")
        return self._texts.decoded(name), self._texts.decoded(value)

    def _deep(self, http: Request) -> Iterable[tuple[str, str]]:
        """Give what comes as `name[member]=value`."""
        start = f"{self._texts.name}["
        for name, texts in query_values(http.scope).items():
            if name.startswith(start) and name.endswith("]"):
                yield from self._given(name[len(start) : -1], texts)

    def _spread(self, http: Request, model: Learnt) -> Iterable[tuple[str, str]]:
        """Give the members that come as parameters of their own."""
        sent = query_values(http.scope)
        for name in model.members:
            yield from self._given(name, sent.get(name, ()))

    def _given(self, name: str, texts: Iterable[bytes]) -> Iterable[tuple[str, str]]:
        for each in texts:
            yield name, self._texts.decoded(each.decode("latin-1"))


class JsonForm:
    """A JSON text (`content: application/json`)."""

    __slots__ = ("_texts", "root")

    def __init__(self, place: Place, name: str) -> None:
        self._texts = Texts(place, name, style=None, explode=False)
        self.root = self._texts.root

    def sent(self, http: Request, model: Learnt) -> "Sent | None":
        """Give the value; its integral floats are integers where it is not taken as it is."""
        text = self._texts.one(http)
        if text is None:
            return None
        value = json_value(self._texts.decoded(text).encode(), self.root)
        if not has_integral_floats(value):
            return Read([value])
        return Read([value, from_json(integral_floats_as_integers(value))])


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
