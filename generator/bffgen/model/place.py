"""Where a value comes from (Place) and where it is printed (Span).

In:  nothing.
Out: Place, a document with a JSON pointer, which every value of bffgen may carry; Span, the line
     and column it is printed at, looked up when a finding is printed and never stored.
How: pointers are RFC 6901 texts; the functions here are the only ones that take them apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

On: TypeAlias = Literal["key", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node of a document that people write.

    Attributes:
        document: path relative to the workspace, with `/` on every system.
        pointer: RFC 6901 JSON pointer; the empty text is the whole document.
    """

    document: str
    pointer: str = ""

    def at(self, *tokens: str | int) -> "Place":
        """Give the place of a member below this one."""
        return Place(document=self.document, pointer=join(self.pointer, *tokens))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one line of a document.

    Attributes:
        line: 1-based.
        column: 1-based, in characters.
        width: characters, at least 1.
        text: the line as its author wrote it, without the line end; of a very long one, what is
            around the stretch.
        before: characters of the line that are left out before the text; after: behind it.
    """

    line: int
    column: int
    width: int
    text: str
    before: int = 0
    after: int = 0


# Looks a place up in its document: the key of a member, or its value (for a scalar: its content,
# behind an opening quote). A place that the document does not have gives its nearest parent.
Locate: TypeAlias = Callable[[Place, On], Span | None]


def join(pointer: str, *tokens: str | int) -> str:
    """Append reference tokens to a pointer, escaped (RFC 6901 section 3)."""
    for token in tokens:
        text = str(token)
        pointer += f"/{escape(text)}" if "~" in text or "/" in text else f"/{text}"
    return pointer


def escape(token: str) -> str:
    """Escape one reference token (RFC 6901 section 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def tokens(pointer: str) -> tuple[str, ...]:
    """Take a pointer apart into its unescaped reference tokens."""
    # Few pointers have anything to unescape, and this is where a comparison spends its time.
    if "~" not in pointer:
        return tuple(pointer.split("/")[1:])
    return tuple(t.replace("~1", "/").replace("~0", "~") for t in pointer.split("/")[1:])


def parent(pointer: str) -> str:
    """Give the pointer of the enclosing value; the root is its own parent."""
    return pointer.rpartition("/")[0]
