"""Bind `errors`: a failure in the contract's own words.

In:  the builder as written, the responses that a BFF fails with.
Out: Telling; findings for what a problem has no member of, and for each response that promises
     another shape than is built.
How: a problem is closed, so the schema of what is made of one is written down and proved within
     what each response promises. Nothing is checked again when it is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bffgen.compose.proved import Proofs, shortened
from bffgen.model.api import Api, Response
from bffgen.model.builder import Builder, Constant, Each, Enum, Members, Name, Value, ValuePath
from bffgen.model.canonical import Json
from bffgen.model.client import Client
from bffgen.model.finding import Effect, Finding, Mark, finding, unknown
from bffgen.model.media import bare
from bffgen.model.problem import PROBLEM
from bffgen.model.telling import (
    MEMBERS,
    PLACE_MEMBERS,
    SOMETIMES,
    TITLES,
    Errors,
    Literal,
    Member,
    Object,
    Places,
    Telling,
    Told,
    Words,
)
from bffgen.proof.answer import Proved, Refuted, Unknown
from bffgen.proof.side import Side

_ANYTHING = Side(True, "")
_ROOT = "problem"


@dataclass(slots=True)
class Failures:
    """How the failures of a client are told, and which responses were held to that.

    Attributes:
        media_type: in lower case, of what is told.
        telling: None where failures are problems, or where `errors` has a fault.
        faults: of `errors` itself.
    """

    api: Api
    written: Errors | None
    media_type: str
    telling: Telling | None
    faults: tuple[Finding, ...]
    _held: dict[str, Finding | None] = field(default_factory=dict)

    def carries(self, response: Response) -> bool:
        """Say whether a response promises what failures travel as."""
        return any(bare(each.media_type) == self.media_type for each in response.content)

    def unlike(self, response: Response, operation: str) -> Finding | None:
        """Hold a response to what is told; each schema is told once."""
        if self.telling is None or self.written is None:
            return None
        for each in response.content:
            pointer = each.schema_pointer
            if bare(each.media_type) == self.media_type and pointer is not None:
                schema = self.api.pool.intern(self.api.meaning, pointer)
                if str(schema) not in self._held:
                    told = _unlike(self.api, self.telling, self.written, pointer, operation)
                    self._held[str(schema)] = told
                    return told
        return None


def as_problems(api: Api) -> Failures:
    """Tell the failures of a contract as problems."""
    return Failures(api, None, PROBLEM, None, ())


def failures(client: Client) -> Failures:
    """Bind how the failures of a client are told."""
    written = client.composition.errors
    if written is None:
        return as_problems(client.api)
    faults: list[Finding] = []
    body = _told(written.body, {}, faults)
    if body is not None and not isinstance(body, Object):
        problem = "a failure is told as an object"
        faults.append(finding("compose-schema", written.body.place, problem=problem))
    telling = Telling(body=body, media_type=written.media_type) if body and not faults else None
    return Failures(client.api, written, written.media_type, telling, tuple(faults))


def _told(builder: Builder, loops: Mapping[str, str], faults: list[Finding]) -> Told | None:
    match builder:
        case Constant():
            return Literal(value=builder.value)
        case Value(options=(ValuePath() as path,)):
            return _member(path, loops, faults)
        case Members():
            made = [(name, _told(each, loops, faults)) for name, each in builder.members]
            return Object(members=tuple((name, each) for name, each in made if each is not None))
        case Enum():
            return _words(builder, loops, faults)
        case Each() if not loops and not builder.skip_if_missing:
            over = _member(builder.over, {}, faults)
            if over is None:
                return None
            if over.name != SOMETIMES:
                problem = f"`each` of `{builder.over.text}`, and the list is `problem.errors`"
                faults.append(finding("compose-schema", builder.over.mark, problem=problem))
                return None
            one = Members(members=builder.members, place=builder.place)
            item = _told(one, {builder.loop: "place"}, faults)
            return Places(item=item, limit=builder.limit) if item is not None else None
        case _:
            what = "`from`, `python`, `else` and the like under `errors`"
            faults.append(finding("compose-unsupported", builder.place, what=what))
            return None


def _member(path: ValuePath, loops: Mapping[str, str], faults: list[Finding]) -> Member | None:
    """Find what a path names."""
    if path.root != _ROOT and path.root not in loops:
        known = [_ROOT, *loops]
        faults.append(unknown(path.mark_of(-1), "root", path.root, known, "`errors`"))
        return None
    of = loops.get(path.root, _ROOT)
    names = PLACE_MEMBERS if of == "place" else tuple(MEMBERS)
    if len(path.steps) == 1 and isinstance(path.steps[0], Name):
        name = path.steps[0].name
        if name in names:
            return Member(name=name, of=of)
        faults.append(unknown(path.mark_of(0), "member", name, names, f"a {of}"))
        return None
    problem = f"`{path.text}`, where one member of a {of} belongs"
    faults.append(finding("compose-schema", path.mark, problem=problem))
    return None


def _words(builder: Enum, loops: Mapping[str, str], faults: list[Finding]) -> Words | None:
    member = _member(builder.value, loops, faults)
    if member is None:
        return None
    if member != Member(name="code"):
        problem = f"`enum` of `{builder.value.text}`; what is put in other words is `problem.code`"
        faults.append(finding("compose-schema", builder.value.mark, problem=problem))
        return None
    told = len(faults)
    for code, value in builder.pairs:
        if code not in TITLES:
            mark = Mark(place=value.place, on="key")
            faults.append(unknown(mark, "code", code, TITLES, "problems"))
    lacking = [code for code in TITLES if code not in dict(builder.pairs)]
    if lacking and builder.default is None and len(faults) == told:
        problem = f"`map` says nothing of `{lacking[0]}`; give a `default` for what it leaves out"
        faults.append(finding("compose-schema", builder.place, problem=problem))
    return Words(
        member=member,
        pairs=tuple((code, value.value) for code, value in builder.pairs),
        default=Literal(value=builder.default.value) if builder.default is not None else None,
    )


def _schema(told: Told) -> Json:
    """Write the schema of all that may be told."""
    match told:
        case Literal():
            return {"const": told.value}
        case Member():
            return MEMBERS[told.name] if told.of == _ROOT else _of_place(told.name)
        case Words():
            others = [told.default.value] if told.default is not None else []
            values: list[Json] = [value for _, value in told.pairs]
            return {"enum": [*values, *others]}
        case Places():
            made: dict[str, Json] = {"type": "array", "items": _schema(told.item)}
            return made if told.limit is None else {**made, "maxItems": told.limit}
        case Object():
            required: list[Json] = [name for name, each in told.members if not _may_lack(each)]
            properties: dict[str, Json] = {name: _schema(each) for name, each in told.members}
            return {
                "type": "object",
                "additionalProperties": False,
                "required": required,
                "properties": properties,
            }


def _of_place(name: str) -> Json:
    return {"type": "string", "minLength": 1} if name == "message" else {"type": "string"}


def _may_lack(told: Told) -> bool:
    return isinstance(told, Places) or told == Member(name=SOMETIMES)


def _unlike(
    api: Api, telling: Telling, written: Errors, pointer: str, operation: str
) -> Finding | None:
    """Prove what is told within what a response promises."""
    sent = Side(_schema(telling.body), "")
    proof = Proofs(api.pool).ask(sent, Side(api.meaning, pointer), _ANYTHING)
    marks = (
        Mark(place=written.place.at("body"), on="key"),
        Mark(place=api.place(pointer), label="promised here"),
    )
    match proof:
        case Proved():
            return None
        case Refuted(witness=witness):
            notes = [("witness", shortened(witness))]
            return finding(
                "compose-error-shape", *marks, notes=notes, operation=operation, reason=""
            )
        case Unknown(reason=reason):
            return finding(
                "compose-error-shape",
                *marks,
                effect=Effect.RISKY,
                operation=operation,
                reason=str(reason),
            )
