"""Which classes a schema needs, and what they are called.

In:  a self-contained schema of a source's answer, or a schema of the client's contract.
Out: Classes: object schemas by class name, ready for `emit/models.py`, and the type of any place.
How: one walk; an object becomes a class named by its component, else by its parent and property,
     so that a name moves only when the contract moves it.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from bffgen.emit.beyond import Beyond
from bffgen.emit.models import CHECK, ROOT
from bffgen.emit.naming import answer_class, clashes, element_name, member, source_class
from bffgen.emit.plain import A_FILE, bare, is_nothing
from bffgen.emit.unheld import members_together
from bffgen.model import schema as questions
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.names import pascal
from bffgen.model.place import Place, tokens
from bffgen.model.plain import array_bounds, either, plain_schema, unbounded
from bffgen.model.shapes import Shape, is_endless, is_untyped_object, shape, solid
from bffgen.model.unions import BRANCH, Union, lists_tags, union_at

_NULL: dict[str, Json] = {"type": "null"}
_TAG = "discriminator"
_OBJECT = frozenset(("object",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Where a class comes from, for its docs and for a clash.

    Attributes:
        written: in the contract's words: `Thing`, `Thing.parts[]`.
        said: what a class without a description says of itself.
    """

    written: str
    said: str


class SourceClasses:
    """Classes of one source's answer, made of its cut schema.

    Attributes:
        schemas: class -> object schema; members before what has them.
        named: (class, where it comes from); two origins of one class are a clash.
        members: of each object, (member, its attribute); likewise.
        answer_class: what holds the body with headers, where headers are read.

    Args:
        schema: None of an answer without a body.
    """

    def __init__(
        self, schema: dict[str, Json] | None, source: str, calls: str, *, has_headers: bool = False
    ) -> None:
        self.schemas: dict[str, dict[str, Json]] = {}
        self.named: list[tuple[str, Named]] = []
        self.members: list[tuple[tuple[str, str], ...]] = []
        self._calls = calls
        defined = schema.get("$defs") if schema is not None else None
        self._defined = defined if isinstance(defined, dict) else {}
        self._classes: dict[str, str] = {}
        stem = pascal(source)
        root = Named(written=source, said=f"What is read of the source `{source}`.")
        self.root = self._walk(schema, root, stem, stem)
        self.answer_class = source_class(f"{stem}Answer", calls)
        if has_headers:
            self.named.append(
                (self.answer_class, Named(written=f"headers of {source}", said=root.said))
            )

    def _walk(self, schema: Json, here: Named, stem: str, element: str) -> dict[str, Json]:
        """Register what is an object below a schema; give the schema with references to it."""
        if not isinstance(schema, dict):
            return {}
        if "$ref" in schema:
            return {**_said(schema), "$ref": f"#/{self._inside_itself(schema, here, stem)}"}
        branches = schema.get("anyOf")
        if isinstance(branches, list):
            made: list[Json] = []
            for each in branches:
                name = each.get(BRANCH) if isinstance(each, dict) else None
                if not isinstance(name, str):
                    is_null = each == _NULL
                    made.append(_NULL if is_null else self._walk(each, here, stem, element))
                    continue
                inner = _branch(here, name)
                made.append(_undescribed(self._walk(each, inner, f"{stem}{name}", element)))
            return {**_said(schema), "anyOf": made, **_tag(schema)}
        if schema.get("type") == "array":
            items = self._walk(schema.get("items"), _element(here), element, f"{element}Item")
            return {**schema, "items": items}
        if schema.get("type") != "object":
            return dict(schema)
        if "additionalProperties" in schema:
            value = f"{stem}Value"
            values = self._walk(schema["additionalProperties"], _value(here), value, value)
            return {**schema, "additionalProperties": values}
        members = schema.get("properties")
        return self._object(schema, members, here, stem) if isinstance(members, dict) else {}

    def _inside_itself(self, schema: dict[str, Json], here: Named, stem: str) -> str:
        """Register an object that contains itself, where it is met first; give its class."""
        name = str(schema["$ref"]).rpartition("/")[2]
        if name not in self._classes:
            self._classes[name] = source_class(stem, self._calls)
            defined = self._defined[name]
            if isinstance(defined, dict):
                self._walk({**defined, **_said(schema)}, here, stem, stem)
        return self._classes[name]

    def _object(
        self, schema: dict[str, Json], members: dict[str, Json], here: Named, stem: str
    ) -> dict[str, Json]:
        own = source_class(stem, self._calls)
        self.named.append((own, here))
        self.members.append(tuple((key, member(key)) for key in members))
        properties: dict[str, Json] = {
            key: self._walk(
                value, _member(here, own, key), stem + pascal(key), element_name(stem, key, members)
            )
            for key, value in members.items()
        }
        self.schemas[own] = {**schema, "properties": properties}
        return {"$ref": f"#/{own}"}


class AnswerClasses:
    """Classes of what a client is answered or of what it asks, made of its contract.

    Attributes:
        schemas: class -> object schema.
        names: pointer of an object schema -> its class.
        said: class -> what it says of itself without a description.
        faults: names that clash, and what is promised and nothing can hold.
        beyond: what the classes do not say and is checked beside them.
    """

    def __init__(
        self,
        api: Api,
        taken: Container[str] = (),
        *,
        is_asked: bool = False,
        called: Mapping[str, str] | None = None,
        proved: Container[str] = (),
        is_trusted: bool = False,
        files: Container[str] = (),
    ) -> None:
        """Begin with none.

        Args:
            taken: names that are made of the operations' own.
            called: object schema -> its class, where that is none of the contract's names.
            is_asked: the values come from a client: what a class does not declare is held, too.
            proved: schemas of objects of which no more has to be held than of their members.
            is_trusted: bounds are left to those who answer.
            files: schemas of files in bodies of parts.
        """
        self._is_asked = is_asked
        self._proved = proved
        self._is_trusted = is_trusted
        self._files = files
        self._api = api
        self._taken = taken
        self._called = called or {}
        self._types: dict[str, dict[str, Json]] = {}
        self._differing: set[str] = set()
        self._roots: dict[str, str] = {}
        self._claims: list[tuple[str, str, Place]] = []
        self._found: list[Finding] = []
        self.beyond = Beyond(api, is_asked=is_asked)
        self.schemas: dict[str, dict[str, Json]] = {}
        self.names: dict[str, str] = {}
        self.said: dict[str, str] = {}

    @property
    def meaning(self) -> Json:
        """Give the document that the pointers point into."""
        return self._api.meaning

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Give what was found in all that was added."""
        return (*clashes(self._claims), *dict.fromkeys((*self._found, *self.beyond.faults)))

    def type_of(self, pointer: str) -> str:
        """Give the type of a place below what was added, as ports.py calls it.

        Raises:
            KeyError: for a place that is not below it.
        """
        return type_text(self._types[pointer], "answers.")

    def root_of(self, pointer: str) -> str:
        """Give the type of a whole answer, as answers.py has it.

        Raises:
            KeyError: for one that `add_answer` was not told.
        """
        return self._roots[pointer]

    def is_wrapped(self, pointer: str) -> bool:
        """Say whether a class stands around a whole answer, since it is no object."""
        return self._roots[pointer] in self.schemas and ROOT in self.schemas[self._roots[pointer]]

    def add_answer(self, pointer: str, name: str, written: str) -> None:
        """Add a whole answer; what is no object, or may be null, has a class around it."""
        with self.beyond.around() as held:
            made = self.add(pointer, name, written)
        branches = made.get("anyOf")
        kinds = branches if isinstance(branches, list) else [made]
        if not held and all(isinstance(each, dict) and "$ref" in each for each in kinds):
            self._roots[pointer] = type_text(made, "")
            return
        here = questions.resolve(self.meaning, pointer)
        component = component_name(here)
        own = answer_class(pascal(component) if component else name, self._taken)
        if own not in self.schemas:
            is_class = component is not None and own in self.names.values()
            own = answer_class(name, self._taken) if is_class else own
            said = f"`{component}` of the contract." if component else f"The body of `{written}`."
            self._claims.append((component or written, own, self._api.place(here)))
            self.said[own] = said
            self.schemas[own] = {
                "type": "object",
                "description": str(made.get("description", "")),
                "properties": {ROOT: _undescribed(made)},
                "required": [ROOT],
                ROOT: True,
                **self.beyond.said(held),
            }
        self._roots[pointer] = own

    def add(self, pointer: str, name: str, written: str, said: str = "") -> dict[str, Json]:
        """Add a schema and all below it; give it with references to its classes.

        Args:
            name: of the class where the schema is an object and no component.
            written: what the schema is, in the contract's words.
            said: what the class says of itself without a description.
        """
        here = Named(written=written, said=said or f"The body of `{written}`.")
        return self._walk(pointer, here, name, f"{name}Item")

    def _walk(self, pointer: str, named: Named, stem: str, element: str) -> dict[str, Json]:
        meaning = self._api.meaning
        here = solid(meaning, pointer)
        with self.beyond.at(here):
            made = self._shaped(here, named, stem, element)
        if not self._is_trusted:
            proved = here in self._proved
            self.beyond.keep(pointer, here, is_class="$ref" in made, is_proved=proved)
        made = unbounded(made) if self._is_trusted else made
        for where in (here, pointer):
            written = questions.at(meaning, where)
            if isinstance(written, dict) and isinstance(written.get("description"), str):
                made = {**made, "description": written["description"]}
        # A part is never null.
        if here not in self._files and questions.admits_null(meaning, pointer):
            said = made.get("description", "")
            listed = made.get("anyOf")
            kinds = listed if isinstance(listed, list) else [_undescribed(made)]
            made = {"description": said, "anyOf": [*kinds, _NULL], **_tag(made)}
        self._types[pointer] = made
        return made

    def _shaped(self, here: str, named: Named, stem: str, element: str) -> dict[str, Json]:
        meaning = self._api.meaning
        match shape(meaning, here):
            case _ if here in self._files:
                return dict(A_FILE)
            case _ if is_endless(meaning, here):
                return {}
            case Shape.OBJECT if (union := union_at(meaning, here)) is not None:
                return self._union(here, union, named, stem)
            case Shape.OBJECT:
                return {"$ref": f"#/{self._object(here, named, stem)}"}
            case Shape.MIXED if not self._is_asked and is_untyped_object(meaning, here):
                return {"$ref": f"#/{self._object(here, named, stem)}"}
            case Shape.ARRAY:
                items = questions.items(meaning, here)
                within = (_element(named), element, f"{element}Item")
                with self.beyond.inside("items"):
                    inner = self._walk(items[0], *within) if len(items) == 1 else {}
                return {"type": "array", "items": inner, **array_bounds(meaning, here)}
            case Shape.MAP:
                values = questions.map_values(meaning, here)
                within = (_value(named), f"{stem}Value", f"{stem}Value")
                with self.beyond.inside("additionalProperties"):
                    inner = self._walk(values, *within) if values else {}
                return {"type": "object", "additionalProperties": inner}
            case Shape.PLAIN if questions.types(meaning, here) - {"null"}:
                return plain_schema(meaning, here)
            case Shape.OPEN if self._is_asked and questions.types(meaning, here) == _OBJECT:
                return {"type": "object", "additionalProperties": {}}
            case _:
                return {}

    def _union(self, here: str, union: Union, named: Named, stem: str) -> dict[str, Json]:
        """Register the branches of a union; where each lists its tag that chooses."""
        meaning = self._api.meaning
        made: list[Json] = []
        for branch in union.branches:
            own = f"{stem}{branch.name}"
            inner = _branch(named, branch.name)
            with self.beyond.around() as held:
                made.append(_undescribed(self._walk(branch.pointer, inner, own, own)))
            if held:
                self.beyond.keep_whole(here)
        return {"anyOf": made, **tag_of(meaning, union)}

    def _apart(self, here: str, key: str) -> dict[str, Json] | None:
        """Give a plain property that branches declare in several ways: what any of them admits."""
        meaning = self._api.meaning
        found = questions.member(meaning, here, key)
        distinct = {self._api.pool.intern(meaning, each): each for each in found.apart}
        if found.together or len(distinct) < 2:
            return None
        solids = [solid(meaning, each) for each in distinct.values()]
        if any(shape(meaning, each) is not Shape.PLAIN for each in solids):
            return None
        made = reduce(either, (plain_schema(meaning, each) for each in solids))
        written = questions.at(meaning, found.apart[0])
        if isinstance(written, dict) and isinstance(written.get("description"), str):
            made["description"] = written["description"]
        for each in found.apart:
            self._types[each] = made
        may_null = any(questions.admits_null(meaning, each) for each in found.apart)
        if not may_null:
            return made
        said = made.get("description", "")
        return {"description": said, "anyOf": [_undescribed(made), _NULL]}

    def _several(self, here: str, key: str, where: tuple[str, ...]) -> dict[str, Json] | None:
        """Give a property that is declared in several ways: of all together the first is its type.

        Of those that branches declare on their own none is.
        """
        if len({self._api.pool.intern(self._api.meaning, each) for each in where}) < 2:
            return None
        self._differing.add(here)
        if len(questions.member(self._api.meaning, here, key).apart) < 2:
            return None
        made: dict[str, Json] = {"description": ""}
        self._types |= dict.fromkeys(where, made)
        return made

    def _object(self, here: str, named: Named, stem: str) -> str:
        if here in self.names:
            return self.names[here]
        component = component_name(here)
        if here in self._called:
            stem = self._called[here]
            named = Named(written=named.written, said=f"A value of `{named.written}`.")
        elif component is not None:
            stem = pascal(component)
            named = Named(written=component, said=f"`{component}` of the contract.")
        own = answer_class(stem, self._taken)
        meaning = self._api.meaning
        declared = questions.declared(meaning, here)
        self._claims.append((named.written, own, self._api.place(here)))
        self._found += clashes(
            (key, member(key), self._api.place(where[0])) for key, where in declared.items()
        )
        self.names[here] = own
        self.said[own] = named.said
        self.schemas[own] = {}
        written = questions.at(meaning, here)
        properties: dict[str, Json] = {}
        with self.beyond.around() as held:
            for key, where in declared.items():
                with self.beyond.inside("properties", key):
                    properties[key] = self._apart(here, key) or self._several(here, key, where)
                    properties[key] = properties[key] or self._walk(
                        where[0],
                        _member(named, own, key),
                        stem + pascal(key),
                        element_name(stem, key, declared),
                    )
        if not self._is_trusted and here not in self._proved:
            self.beyond.keep_object(held, here, is_whole=here in self._differing)
        self.schemas[own] = {
            "type": "object",
            "description": str(written.get("description", "")) if isinstance(written, dict) else "",
            "properties": properties,
            "required": [k for k in declared if questions.objects_have(meaning, here, k)],
        }
        self.schemas[own] |= self.beyond.said(held, here)
        is_counted = CHECK not in self.schemas[own] and here not in self._proved
        if is_counted and not self._is_trusted:
            self.schemas[own] |= members_together(meaning, here)
        flat = questions.flatten_object(meaning, here) if self._is_asked else None
        if flat is not None and flat.closed:
            self.schemas[own]["additionalProperties"] = False
        return own


def tag_of(meaning: Json, union: Union) -> dict[str, Json]:
    """Give what chooses a branch, where each lists its own values of it."""
    return {_TAG: {"propertyName": union.tag}} if lists_tags(meaning, union) else {}


def component_name(pointer: str) -> str | None:
    """Give the component that a schema is; None where it stands within something else."""
    path = tokens(pointer)
    return path[2] if path[:2] == ("components", "schemas") and len(path) == 3 else None


def _tag(schema: Mapping[str, Json]) -> dict[str, Json]:
    """Give what chooses a branch."""
    return {_TAG: schema[_TAG]} if _TAG in schema else {}


def _said(schema: Mapping[str, Json]) -> dict[str, Json]:
    """Give what a schema says in words."""
    return {key: schema[key] for key in ("description",) if key in schema}


def _member(here: Named, own: str, key: str) -> Named:
    return Named(written=f"{here.written}.{key}", said=f"`{key}` of `{own}`.")


def _branch(here: Named, name: str) -> Named:
    said = f"{here.said.removesuffix('.')}, where it is `{name}`."
    return Named(written=f"{here.written} {name}", said=said)


def _element(here: Named) -> Named:
    return Named(written=f"{here.written}[]", said=f"An element of {_inside(here.said)}")


def _value(here: Named) -> Named:
    return Named(written=f"{here.written}{{}}", said=f"A value of {_inside(here.said)}")


def _inside(said: str) -> str:
    return said[:1].lower() + said[1:]


def _undescribed(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in schema.items() if key != "description"}


def type_text(schema: Mapping[str, Json], prefix: str) -> str:
    """Give the type of a place whose objects are references to classes.

    Args:
        prefix: what stands before a class, `found.` or nothing.
    """
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if isinstance(schema.get("anyOf"), list):
        parts = _parts(schema["anyOf"])
        solid = [part for part in parts if not is_nothing(part)]
        return " | ".join(_part(part, prefix) for part in solid or parts)
    if schema.get("type") == "array":
        return f"list[{_part(schema.get('items'), prefix)}]"
    if schema.get("type") == "object":
        return f"dict[str, {_part(schema.get('additionalProperties'), prefix)}]"
    return bare(schema)


def _part(schema: Json, prefix: str) -> str:
    return type_text(schema, prefix) if isinstance(schema, dict) else "object"


def _parts(schemas: Json) -> Iterable[Json]:
    return schemas if isinstance(schemas, list) else ()
