"""The body that clients of an operation send: which schema, in which media types, whether it reads.

In:  an operation of the client's contract as it asks, the limits that its team wrote.
Out: its Intake, None where it takes no body; findings for a body that is not read yet.
How: JSON, forms and parts; every other that the contract has and the BFF would not read is
     refused by its name, since nothing later would notice. A place that no class holds is found on
     a walk.
"""

from collections.abc import Iterable

from bffgen.compose.forms import form_of
from bffgen.compose.parts import parts_of
from bffgen.model import schema
from bffgen.model.api import Api, MediaType, Operation, RequestBody
from bffgen.model.canonical import Json
from bffgen.model.composition import RequestLimits
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.form import is_form
from bffgen.model.intake import Intake
from bffgen.model.media import bare, is_one_json
from bffgen.model.parts import Parts, is_parts
from bffgen.model.shapes import Shape, is_alternative, shape, solid
from bffgen.model.unions import Union, lists_tags, union_at

_OBJECT = frozenset(("object",))


def intake(
    api: Api,
    operation: Operation,
    limits: RequestLimits,
    faults: list[Finding],
    *,
    can_pass: bool = False,
    is_handed: bool = False,
) -> Intake | None:
    """Give what is read of a client's body.

    Args:
        api: the client's contract as it asks.
        limits: of `request:` in the composition.
        can_pass: a body that is neither JSON, a form nor parts is handed on as it comes.
        is_handed: a function is handed it whole, so that its parts need no types that a path
            could step into.
    """
    if operation.body is None:
        if limits.place is not None:
            key = Mark(place=limits.place, on="key")
            theirs = Mark(place=api.place(operation.pointer), on="key", label="takes no body")
            problem = f"`request` limits the body of `{operation.name}`, which takes none"
            faults.append(finding("compose-schema", key, theirs, problem=problem))
        return None
    content = _listed(operation, operation.body, limits, faults)
    if not content:
        return None
    others = [each for each in content if not _is_read(each)]
    if can_pass and len(others) == len(content) and not _is_said_of_parts(content):
        return Intake(
            pointer="",
            required=operation.body.required,
            types=tuple(dict.fromkeys(bare(each.media_type) for each in content)),
            max_body_bytes=limits.max_body_bytes,
            within_ms=limits.within_ms,
            is_passed=True,
        )
    for each in others:
        what = f"a request body as `{each.media_type}`"
        mark = Mark(place=api.place(each.pointer), on="key")
        faults.append(finding("compose-unsupported", mark, what=what))
    read = [each for each in content if each not in others]
    if not read:
        return None
    if len(read) > 1 and (of_parts := [each for each in read if is_parts(each.media_type)]):
        name, mark = of_parts[0].media_type, Mark(place=api.place(of_parts[0].pointer), on="key")
        what = f"a request body as `{name}` beside another form; `request: {{types: [..]}}` has one"
        faults.append(finding("compose-unsupported", mark, what=what))
        return None
    one, *rest = read
    mark = Mark(place=api.place(one.pointer), on="key")
    if one.schema_pointer is None:
        what = "a request body without a schema"
        faults.append(finding("compose-unsupported", mark, what=what))
        return None
    if any(each.schema != one.schema for each in rest):
        what = "a request body whose media types have different schemas"
        faults.append(finding("compose-unsupported", mark, what=what))
    are_members = any(is_form(each.media_type) or is_parts(each.media_type) for each in content)
    is_whole = is_handed and not are_members
    if not is_whole and schema.admits_null(api.meaning, one.schema_pointer):
        what = "a request body that may be null"
        faults.append(_refused(api, one.schema_pointer, what))
    if not is_whole:
        faults += dict.fromkeys(unheld_shapes(api, one.schema_pointer, "a request body"))
    parts = _parts(api, read, faults)
    forms = [each for each in content if is_form(each.media_type)]
    form = form_of(api, forms[0]) if forms and forms[0].schema_pointer else None
    if isinstance(form, str):
        what = f"a request body as `{forms[0].media_type}`, {form}"
        theirs = Mark(place=api.place(forms[0].pointer), on="key")
        faults.append(finding("compose-unsupported", theirs, what=what))
        return None
    return Intake(
        pointer=one.schema_pointer,
        required=operation.body.required,
        types=tuple(dict.fromkeys(bare(each.media_type) for each in content)),
        max_body_bytes=limits.max_body_bytes,
        within_ms=limits.within_ms,
        form=form,
        parts=parts,
    )


def _parts(api: Api, read: list[MediaType], faults: list[Finding]) -> Parts | None:
    """Give how the members of a body of parts travel; None of any other, and where that is told."""
    of_parts = next((each for each in read if is_parts(each.media_type)), None)
    if of_parts is None or of_parts.schema_pointer is None:
        return None
    made = parts_of(api, of_parts)
    if isinstance(made, Parts):
        return made
    what = f"a request body as `{of_parts.media_type}`, {made}"
    mark = Mark(place=api.place(of_parts.pointer), on="key")
    faults.append(finding("compose-unsupported", mark, what=what))
    return None


def _is_said_of_parts(content: Iterable[MediaType]) -> bool:
    """Say whether a contract speaks of the parts of a body, at which nobody would look."""
    return any(
        bare(each.media_type).startswith("multipart/") and each.schema_pointer is not None
        for each in content
    )


def _is_read(media: MediaType) -> bool:
    is_of_parts = is_parts(media.media_type) and media.schema_pointer is not None
    return is_one_json(media.media_type) or is_form(media.media_type) or is_of_parts


def _listed(
    operation: Operation, body: RequestBody, limits: RequestLimits, faults: list[Finding]
) -> tuple[MediaType, ...]:
    """Give the forms that are taken: all of the contract, or those that `types` names."""
    if not limits.types:
        return body.content
    by_name = {bare(each.media_type): each for each in body.content}
    for name, place in limits.types:
        if name not in by_name:
            within = f"the request body of `{operation.name}`"
            faults.append(unknown(Mark(place=place), "media type", name, by_name, within))
    return tuple(by_name[name] for name, _ in limits.types if name in by_name)


def unheld_shapes(api: Api, root: str, whole: str) -> Iterable[Finding]:
    """Find the places of a value that no class holds.

    Args:
        whole: what the value is, in the words of a message.
    """
    meaning = api.meaning
    seen: set[str] = set()
    work = [(root, "")]
    while work:
        pointer, way = work.pop()
        here = solid(meaning, pointer)
        if here in seen:
            continue
        seen.add(here)
        named = f"`{way}` of {whole}" if way else whole
        match shape(meaning, here):
            case Shape.OBJECT if way and (union := _held_union(meaning, here)) is not None:
                work += [(each.pointer, f"{way} {each.called}") for each in union.branches]
            case Shape.OBJECT if is_alternative(meaning, here):
                is_union = bool(way) and union_at(meaning, here) is not None
                why = (
                    "a `oneOf` whose branches list no tag" if is_union else "one of several shapes"
                )
                yield _refused(api, here, f"{named}, {why}")
            case Shape.OBJECT:
                for name, declared in schema.declared(meaning, here).items():
                    first, *others = declared
                    if others and not _is_one(api, declared):
                        what = f"`{name}` of {whole}, which is declared in several ways"
                        yield _refused(api, declared[-1], what)
                    work.append((first, f"{way}.{name}" if way else name))
            case Shape.ARRAY:
                items = schema.items(meaning, here)
                if len(items) == 1:
                    work.append((items[0], f"{way}[]"))
                elif items:
                    yield _refused(api, here, f"{named}, an array of several kinds")
            case Shape.MAP:
                values = schema.map_values(meaning, here)
                work += [(values, f"{way}.*")] if values is not None else []
            case Shape.MIXED:
                yield _refused(api, here, f"{named}, which may be of several shapes")
            case Shape.OPEN:
                types = schema.types(meaning, here) - {"null"}
                if types != _OBJECT and types != schema.TYPES - {"null"}:
                    yield _refused(api, here, f"{named}, which may be of several shapes")
            case Shape.PLAIN:
                pass


def _held_union(meaning: Json, pointer: str) -> Union | None:
    """Give a union whose values a class tells apart as the contract does.

    Of `oneOf` without a tag that each branch lists nobody checks that no second branch holds.
    """
    union = union_at(meaning, pointer)
    if union is None or not union.is_exclusive or lists_tags(meaning, union):
        return union
    return None


def _is_one(api: Api, pointers: tuple[str, ...]) -> bool:
    return len({api.pool.intern(api.meaning, each) for each in pointers}) == 1


def _refused(api: Api, pointer: str, what: str) -> Finding:
    return finding("compose-unsupported", Mark(place=api.place(pointer), on="key"), what=what)
