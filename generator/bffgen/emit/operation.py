"""One operation with its names and classes: what every module about it is written from.

In:  a Plan; the classes of the client's answers.
Out: Written: the names of the operation in Python, its sources' classes, its request's members.
How: made once per operation, so that two modules can never disagree on a name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bffgen.emit.arguments import GivenBody
from bffgen.emit.classes import AnswerClasses, SourceClasses, component_name, type_text
from bffgen.emit.expression import MISSING
from bffgen.emit.fan_out import typed_as
from bffgen.emit.headers import WrittenHeader, answer_headers, header_names
from bffgen.emit.layout import Node
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import (
    BODY,
    builder,
    local,
    operation_name,
    request_member,
    request_name,
)
from bffgen.emit.reading import Names, Typed, free
from bffgen.emit.results import PREFIX, Results
from bffgen.emit.sent import SentClasses
from bffgen.emit.tables import table_names
from bffgen.emit.taken import INCOMING, RequestBodies, TakenBody
from bffgen.emit.travelling import TakenParameter
from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.computed import Computed
from bffgen.model.expression import Expression, Read, parts
from bffgen.model.idempotency import Once
from bffgen.model.implemented import Carried
from bffgen.model.media import is_json
from bffgen.model.names import operation_type, snake
from bffgen.model.plan import Call, ClientPlan, Plan

# A body that is passed on.
PASSED = "Passed"

_LANGUAGE = "header.accept-language"

# Bodies of the runtime, where a hook may answer with them.
_TOLD = {Carried.PROBLEM: "Problem", Carried.NOTHING: "NoBody"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the request: a parameter of the contract, a header that is forwarded, the body.

    Attributes:
        key: `in.name`, as reads of the request say it.
        parameter: None for a forwarded header and the body.
        taken: of a parameter that has a reader of its own.
        body: of the body alone.
        languages: tags that it is matched to; empty takes it as it is.
    """

    key: str
    attribute: str
    location: str
    name: str
    parameter: Parameter | None
    taken: TakenParameter | None = None
    body: TakenBody | None = None
    languages: tuple[str, ...] = ()


class Edge(Protocol):
    """An operation as its clients meet it: what is parsed, whoever answers."""

    @property
    def operation(self) -> Operation:
        """Give the operation of the client's contract."""
        ...

    @property
    def api(self) -> Api:
        """Give the client's contract."""
        ...

    @property
    def type_name(self) -> str:
        """Give what its classes begin with."""
        ...

    @property
    def members(self) -> tuple[Member, ...]:
        """Give the members of its request."""
        ...

    @property
    def once(self) -> Once | None:
        """Give how a request that comes again is answered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBody:
    """The body that a source is sent.

    Attributes:
        classes: its schemas, and the reference to its root.
        by_pointer: pointer of an object schema in the upstream's contract -> its class, as the
            module of the plan calls it.
    """

    classes: SentClasses
    by_pointer: Mapping[str, WrittenClass]

    def type_name(self, prefix: str) -> str:
        """Give the type of the body."""
        return type_text(self.classes.root, prefix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An operation on its way to text.

    Attributes:
        results: what functions of the team give, of all operations.
        function: `get_product`; type_name: `GetProduct`.
        sources: source -> its classes' schemas and the reference to the root of its answer.
        sent: source -> the classes of its body.
        source_classes: by source in plan order, members before what has them.
        methods: source -> name of its method in the narrow Protocol.
        build: the shape function's name; root: the type of the answer's body, empty where it has
            none; is_wrapped: it is a class around what is no object.
        headers: of the answer's class.
        missing_type: of the names of what the answer goes without; empty where its body tells none.
    """

    plan: Plan
    api: Api
    results: Results
    function: str
    type_name: str
    members: tuple[Member, ...]
    sources: Mapping[str, SourceClasses]
    sent: Mapping[str, SentBody]
    source_classes: tuple[WrittenClass, ...]
    methods: Mapping[str, str]
    build: str
    root: str
    is_wrapped: bool
    names: Names
    headers: tuple[WrittenHeader, ...] = ()
    missing_type: str = ""

    @property
    def once(self) -> Once | None:
        """Give how a request that comes again is answered."""
        return self.plan.once

    @property
    def operation(self) -> Operation:
        """Give the operation of the client's contract."""
        return self.plan.operation

    @property
    def constant(self) -> str:
        """Give the name of the constant with the operation's facts."""
        return self.function.upper()

    @property
    def answer(self) -> str:
        """Give the class of the answer with its status."""
        return f"{self.type_name}{self.plan.success.status}"

    @property
    def response(self) -> str:
        """Give the type of all that it may answer."""
        return f"{self.type_name}Response"

    def asking(self, call: Call, made: Node) -> Node:
        """Write what is taken of the answer of a call: what its client method gives."""
        return made

    def root_type(self, call: Call) -> Typed:
        """Give the type of one answer of a source."""
        by_name = {each.name: each for each in self.source_classes}
        return _typed(self.sources[call.name], by_name)

    def given_body(self, call: Call, prefix: str) -> GivenBody | None:
        """Give the argument that is the body of a call."""
        if call.handed is not None:
            return GivenBody(type_name=INCOMING, required=call.handed.required)
        if call.body is None:
            return None
        kind = self.sent[call.name].type_name(prefix)
        return GivenBody(type_name=kind, required=call.body.required)

    def body_type(self, call: Call, prefix: str) -> str:
        """Give the type of the body that a source answers with."""
        if call.media_types:
            return PASSED
        if call.answer is None:
            return "None"
        kind = type_text(self.sources[call.name].root, prefix)
        return f"{kind} | {MISSING}" if call.may_lack else kind

    def value_type(self, source: Call | Computed) -> str:
        """Give the type of what a source gives, as the module of the plan calls it."""
        if isinstance(source, Computed):
            return self.results.type_of(source.returns, PREFIX)
        return self.answer_type(source, "found.")

    def answer_type(self, call: Call, prefix: str) -> str:
        """Give the type of what a source answers: its body, or that with its headers in use."""
        if call.headers:
            return f"{prefix}{self.sources[call.name].answer_class}"
        return self.body_type(call, prefix)


def write_operation(
    plan: Plan,
    api: Api,
    answers: AnswerClasses,
    classes: Mapping[str, WrittenClass],
    requests: RequestBodies,
    asked: Mapping[str, Api],
    outside: Mapping[str, Typed],
    results: Results,
) -> Written:
    """Name an operation and write the classes of its sources.

    Args:
        answers: with the operation's body added.
        classes: of the client's answers, by name.
        requests: with the operation's body added.
        asked: upstream -> its contract as it is asked.
        outside: the types of who calls and of the settings, by their roots.
        results: what functions of the team give, written.
    """
    function = operation_name(plan.operation)
    sources = source_classes(plan)
    schemas: dict[str, dict[str, Json]] = {}
    sent = sent_classes(plan, asked)
    for own in sources.values():
        schemas |= own.schemas
    for theirs in sent.values():
        schemas |= theirs.schemas
    by_name = {each.name: each for each in write_classes(schemas)}
    taken = requests.taken(plan.operation, plan.intake) if plan.intake else None
    read = requests.parameters(plan.operation)
    members = request_members(plan.operation, plan.forwarded, taken, read, plan.languages)
    values = {
        call.name: (local(call.name), typed_as(call, _typed(sources[call.name], by_name)))
        for call in plan.calls
    }
    for each in plan.computed:
        values[each.name] = local(each.name), results.typed(each.returns)
    if taken is not None:
        # No source has a name with a full stop in it.
        values[f"request.{BODY}"] = f"request.{BODY}", taken.typed
    for member in members:
        if member.taken is not None:
            values[f"request.{member.key}"] = f"request.{member.attribute}", member.taken.typed
    values |= {root: (root, typed) for root, typed in outside.items()}
    by_pointer = {pointer: classes[name] for pointer, name in answers.names.items()}
    told = missing_in(plan.body)
    body = schema.resolve(answers.meaning, root_pointer(plan)) if plan.has_body else ""
    return Written(
        plan=plan,
        api=api,
        results=results,
        function=function,
        type_name=operation_type(plan.operation),
        members=members,
        sources=sources,
        sent={name: _sent_body(each, by_name) for name, each in sent.items()},
        source_classes=tuple(by_name[name] for name in schemas),
        methods=methods(plan),
        build=builder(component_name(body) or function, function),
        root=answers.root_of(root_pointer(plan)) if plan.has_body else "",
        is_wrapped=plan.has_body and answers.is_wrapped(root_pointer(plan)),
        names=Names(
            values=values,
            request={each.key: each.attribute for each in members if _is_text(each)},
            answers=by_pointer,
            headers={call.name: header_names(call) for call in plan.calls if call.headers},
            missing=free(local(told.name), {name for name, _ in values.values()}) if told else "",
            following=free("next_cursor", {name for name, _ in values.values()}),
            tables=table_names(plan),
            may_be_unknown=plan.access.may_be_unknown,
        ).looking_up(plan.lookups),
        headers=answer_headers(
            api,
            plan.success,
            plan.caching,
            has_link=plan.paging is not None and plan.paging.has_link,
        ),
        missing_type=answers.type_of(told.pointer).replace("answers.", "") if told else "",
    )


def _typed(classes: SourceClasses, by_name: Mapping[str, WrittenClass]) -> Typed:
    return Typed(schema=classes.root, schemas=classes.schemas, classes=by_name)


def missing_in(body: Expression) -> Read | None:
    """Find where an answer tells what it goes without."""
    found = (each for each in parts(body) if isinstance(each, Read) and each.root == "missing")
    return next(found, None)


def _sent_body(classes: SentClasses, by_name: Mapping[str, WrittenClass]) -> SentBody:
    by_pointer = {
        pointer: replace(by_name[name], name=f"found.{name}")
        for pointer, name in classes.names.items()
    }
    return SentBody(classes=classes, by_pointer=by_pointer)


def root_pointer(plan: Plan) -> str:
    """Give the schema of the body that a plan builds."""
    found = (each for each in plan.success.content if is_json(each.media_type))
    return str(next(each.schema_pointer for each in found if each.schema_pointer))


def classes_beside(plan: ClientPlan) -> frozenset[str]:
    """Give the classes of operations that stand beside those of bodies in one module."""
    statuses: list[tuple[Operation, tuple[str, ...]]] = [
        (each.operation, (each.success.status,)) for each in plan.plans
    ]
    statuses += [
        (each.operation, tuple(answer.response.status for answer in each.answers))
        for each in plan.implemented
    ]
    carried = {answer.carries for each in plan.implemented for answer in each.answers}
    told = [_TOLD[each] for each in carried if each in _TOLD]
    return frozenset(
        (
            *told,
            *(
                f"{operation_type(operation)}{suffix}"
                for operation, own in statuses
                for suffix in ("Request", "Response", "Upstreams", *own)
            ),
        )
    )


def source_classes(plan: Plan) -> dict[str, SourceClasses]:
    """Name the classes of what is read of each source, in plan order."""
    calls = f"{operation_type(plan.operation)}Calls"
    return {
        each.name: SourceClasses(each.answer, each.name, calls, has_headers=bool(each.headers))
        for each in plan.calls
    }


def sent_classes(plan: Plan, asked: Mapping[str, Api]) -> dict[str, SentClasses]:
    """Name the classes of what each source is sent, in plan order.

    Args:
        asked: upstream -> its contract as it is asked.
    """
    calls = f"{operation_type(plan.operation)}Calls"
    return {
        each.name: SentClasses(asked[each.upstream], each.body, each.name, calls)
        for each in plan.calls
        if each.body is not None
    }


def local_names(plan: Plan) -> dict[str, str]:
    """Name the values of the sources in a plan and its shape function."""
    return {each.name: local(each.name) for each in plan.sources}


def request_members(
    operation: Operation,
    forwarded: Iterable[str],
    body: TakenBody | None = None,
    parameters: Iterable[TakenParameter] = (),
    languages: tuple[str, ...] = (),
) -> tuple[Member, ...]:
    """Name the members of the request; a name met in two places gets the place in front.

    The body is called so; a parameter of this name gets its place in front.

    Args:
        forwarded: headers that travel on although the contract does not declare them.
        body, parameters: as they are read, where that is known already.
        languages: tags that Accept-Language is matched to; empty leaves it as it is.
    """
    taken: dict[tuple[str, str], TakenParameter] = {
        (each.parameter.location, each.parameter.name): each for each in parameters
    }
    wanted: list[tuple[str, str, Parameter | None]] = [
        (each.location, each.name, each) for each in operation.parameters
    ]
    wanted += [("header", name, None) for name in forwarded]
    whole = [BODY] if operation.body is not None else []
    counted = [*(request_member(name) for _, name, _ in wanted), *whole]
    named = [
        Member(
            key=f"{location}.{name}",
            attribute=request_member(name, location if counted.count(plain) > 1 else ""),
            location=location,
            name=name,
            parameter=parameter,
            taken=taken.get((location, name)) if parameter is not None else None,
            languages=languages if _is_language(location, name, taken) else (),
        )
        for (location, name, parameter), plain in zip(wanted, counted, strict=False)
    ]
    named += [
        Member(key=each, attribute=each, location=each, name=each, parameter=None, body=body)
        for each in whole
    ]
    return tuple(named)


def _is_text(member: Member) -> bool:
    """Say whether a member is one plain text of the request, and nothing that is stepped into."""
    return member.location != BODY and member.taken is None


def _is_language(location: str, name: str, taken: Mapping[tuple[str, str], TakenParameter]) -> bool:
    """Say whether a member is Accept-Language as one text."""
    return f"{location}.{name}".lower() == _LANGUAGE and (location, name) not in taken


def methods(plan: Plan) -> dict[str, str]:
    """Name the calls: by operation; by service or source as well where that is not enough."""
    plain = {call.name: request_name(call.operation) for call in plan.calls}
    named = {}
    for call in plan.calls:
        same = [other for other in plan.calls if plain[other.name] == plain[call.name]]
        if len(same) == 1:
            named[call.name] = plain[call.name]
        elif len({other.upstream for other in same}) == len(same):
            named[call.name] = f"{snake(call.upstream)}_{plain[call.name]}"
        else:
            named[call.name] = f"{plain[call.name]}_{local(call.name)}"
    return named
