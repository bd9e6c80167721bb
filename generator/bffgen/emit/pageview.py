"""What the templates of the contract's page may see.

In:  nothing; `emit/docs.py` makes these values.
Out: frozen views, of which `emit/view.py` lists those that a template is given whole.
How: texts are texts, which the template escapes; what is a fragment of a page says so.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """A fragment of a page, which stands in another as it is."""

    text: str

    def __html__(self) -> str:
        """Give the fragment to a template; an empty one counts as nothing."""
        return self.text

    def __bool__(self) -> bool:
        """Say whether there is anything."""
        return bool(self.text)


# A piece of a type's name: a text, then the name of a component with the anchor that it links to.
Piece: TypeAlias = tuple[str, str, str]
# A paragraph: pairs of a text and the code behind it.
Said: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A parameter, property or header.

    Attributes:
        place: where a parameter travels; empty for others.
        notes: what bounds it, what its default and its examples are.
    """

    name: str
    place: str
    is_required: bool
    is_deprecated: bool
    kind: tuple[Piece, ...]
    said: tuple[Said, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsView:
    """A table of the page."""

    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """A body: its media type, what it is, an example as text, empty without one."""

    media_type: str
    kind: tuple[Piece, ...]
    rows: Html
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredView:
    """What is answered under one status; `opened` is an attribute of HTML."""

    status: str
    family: str
    said: tuple[Said, ...]
    headers: Html
    bodies: tuple[BodyView, ...]
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """One operation on the page; `security` are ways to be let in.

    Attributes:
        going: since when and until when it is deprecated; empty where nobody says.
    """

    anchor: str
    method: str
    path: str
    name: str
    heading: str
    is_deprecated: bool
    going: str
    said: tuple[Said, ...]
    security: tuple[str, ...]
    parameters: Html
    bodies: tuple[BodyView, ...]
    answers: tuple[AnsweredView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The operations of one tag."""

    name: str
    anchor: str
    said: tuple[Said, ...]
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaView:
    """One component."""

    name: str
    anchor: str
    said: tuple[Said, ...]
    kind: tuple[Piece, ...]
    notes: tuple[str, ...]
    rows: Html


@dataclass(frozen=True, slots=True, kw_only=True)
class DocsView:
    """docs.html: the page of a contract.

    Attributes:
        schemes: (name of a security scheme, what it is).
    """

    title: str
    version: str
    said: tuple[Said, ...]
    servers: tuple[str, ...]
    schemes: tuple[tuple[str, str], ...]
    groups: tuple[GroupView, ...]
    schemas: tuple[SchemaView, ...]
