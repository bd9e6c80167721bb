"""The bodies that upstreams are sent: their classes, and the functions that build them.

In:  a call with a body, the upstream's contract as it is asked.
Out: SentClasses: object schemas by class name, of the members that the composition fills.
How: as the classes of answers, named by the source; what an upstream takes and nobody gives is not
     there, so a service that takes more changes nothing.
"""

from collections.abc import Mapping

from bffgen.emit.classes import Named, tag_of
from bffgen.emit.naming import element_name, member, source_class
from bffgen.emit.plain import A_FILE
from bffgen.model import schema as questions
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.expression import Built, parts
from bffgen.model.names import pascal
from bffgen.model.plain import array_bounds, plain_schema
from bffgen.model.plan import CallBody
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.unions import Union, union_at

_NULL: dict[str, Json] = {"type": "null"}
_SENT = "Sent"


class SentClasses:
    """Classes of the body of one call.

    Attributes:
        root: the schema of the body, with references to its classes.
        schemas: class -> object schema.
        names: pointer of an object schema in the upstream's contract -> its class.
        named: (class, where it comes from); two origins of one class are a clash.
        members: of each object, (member, its attribute); likewise.
    """

    def __init__(self, api: Api, body: CallBody, source: str, calls: str) -> None:
        self.schemas: dict[str, dict[str, Json]] = {}
        self.names: dict[str, str] = {}
        self.named: list[tuple[str, Named]] = []
        self.members: list[tuple[tuple[str, str], ...]] = []
        self._meaning = api.meaning
        self._calls = calls
        self._files = body.parts.pointers if body.parts is not None else frozenset()
        self._filled: dict[str, dict[str, None]] = {}
        for each in parts(body.value):
            if isinstance(each, Built):
                names = self._filled.setdefault(each.schema, {})
                names.update(dict.fromkeys(name for name, _ in each.members))
        stem = f"{_SENT}{pascal(source)}"
        here = Named(written=f"the body of {source}", said=f"What the source `{source}` is sent.")
        self.root = self._walk(body.pointer, here, stem, f"{stem}Item")

    @property
    def said(self) -> Mapping[str, str]:
        """Give what classes without a description say of themselves."""
        return {name: origin.said for name, origin in self.named}

    def _walk(self, pointer: str, named: Named, stem: str, element: str) -> dict[str, Json]:
        here = solid(self._meaning, pointer)
        made = self._shaped(here, named, stem, element)
        if here in self._files:
            return made
        listed = made.get("anyOf")
        if isinstance(listed, list) and questions.admits_null(self._meaning, pointer):
            return {**made, "anyOf": [*listed, _NULL]}
        return {"anyOf": [made, _NULL]} if questions.admits_null(self._meaning, pointer) else made

    def _shaped(self, here: str, named: Named, stem: str, element: str) -> dict[str, Json]:
        meaning = self._meaning
        match shape(meaning, here):
            case _ if here in self._files:
                return dict(A_FILE)
            case Shape.OBJECT if (union := union_at(meaning, here)) is not None:
                return self._union(union, named, stem)
            case Shape.OBJECT if here in self._filled:
                return {"$ref": f"#/{self._object(here, named, stem)}"}
            case Shape.ARRAY:
                items = questions.items(meaning, here)
                within = Named(written=f"{named.written}[]", said=f"An element of {named.said}")
                inner = self._walk(items[0], within, element, f"{element}Item") if items else {}
                return {"type": "array", "items": inner, **array_bounds(meaning, here)}
            case Shape.MAP:
                values = questions.map_values(meaning, here)
                within = Named(written=f"{named.written}{{}}", said=f"A value of {named.said}")
                inner = self._walk(values, within, f"{stem}Value", f"{stem}Value") if values else {}
                return {"type": "object", "additionalProperties": inner}
            case Shape.PLAIN:
                return plain_schema(meaning, here)
            case _:
                return {}

    def _union(self, union: Union, named: Named, stem: str) -> dict[str, Json]:
        """Register the branches of a union that are built."""
        filled = [each for each in union.branches if each.pointer in self._filled]
        made: list[Json] = [
            self._walk(each.pointer, named, f"{stem}{each.name}", stem) for each in filled
        ]
        if len(made) < 2:
            return dict(made[0]) if made and isinstance(made[0], dict) else {}
        return {"anyOf": made, **tag_of(self._meaning, union)}

    def _object(self, here: str, named: Named, stem: str) -> str:
        if here in self.names:
            return self.names[here]
        own = source_class(stem, self._calls)
        self.names[here] = own
        self.named.append((own, named))
        meaning = self._meaning
        filled = self._filled[here]
        declared = {
            name: where
            for name, where in questions.declared(meaning, here).items()
            if name in filled
        }
        self.members.append(tuple((key, member(key)) for key in declared))
        properties: dict[str, Json] = {
            key: self._walk(
                where[0],
                Named(written=f"{named.written}.{key}", said=f"`{key}` of `{own}`."),
                stem + pascal(key),
                element_name(stem, key, declared),
            )
            for key, where in declared.items()
        }
        self.schemas[own] = {
            "type": "object",
            "properties": properties,
            "required": [name for name in declared if questions.requires(meaning, here, name)],
        }
        return own
