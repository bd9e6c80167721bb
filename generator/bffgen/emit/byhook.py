"""An operation that a hook answers, with its names: what every module about it is written from.

In:  an Implemented; the classes of the client's answers, the contracts of the upstreams.
Out: ByHook: the names of the operation, its answers and the calls of its hook in Python.
How: made once per operation, as `emit/operation.py` does for one that is composed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bffgen.emit.arguments import GivenBody, Passed, given_of, with_body
from bffgen.emit.classes import AnswerClasses
from bffgen.emit.headers import WrittenHeader, answer_headers
from bffgen.emit.naming import operation_name, request_name
from bffgen.emit.operation import PASSED, Member, request_members
from bffgen.emit.sends import Sends
from bffgen.emit.taken import RequestBodies
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.caching import SAYS_NOTHING
from bffgen.model.idempotency import Once
from bffgen.model.implemented import Answerable, Carried, Implemented, Raw, Used
from bffgen.model.names import operation_type, pascal, snake

# The bytes that a function answers, and those that it sends.
CONTENT, SENDING = "Content", "Sending"
# What stands before the media types of a body of bytes.
TYPES = "types: ClassVar[tuple[str, ...]] = "


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusClass:
    """A status with its class.

    Attributes:
        body: the type of what it carries, in the module of the class.
        headers: typed, as arguments of the class.
    """

    answerable: Answerable
    name: str
    body: str
    headers: tuple[WrittenHeader, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An upstream operation as a hook calls it.

    Attributes:
        given: the parameters that it takes.
        sent: those that are sent: also the header of a forwarded key.
        union: what it may hand back, a name of the calls' module.
        replies: the class of each status that is handed back.
    """

    used: Used
    method: str
    given: tuple[Passed, ...]
    sent: tuple[Passed, ...]
    union: str
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHook:
    """An operation on its way to text.

    Attributes:
        function: of routes and plans, `cancel_order`; type_name: `CancelOrder`.
    """

    implemented: Implemented
    api: Api
    function: str
    type_name: str
    members: tuple[Member, ...]
    answers: tuple[StatusClass, ...]
    asked: tuple[Asked, ...]

    @property
    def once(self) -> Once | None:
        """Give how a request that comes again is answered."""
        return self.implemented.once

    @property
    def raw(self) -> Raw | None:
        """Give what is held of an operation that has no classes; None of one that has."""
        return self.implemented.raw

    @property
    def operation(self) -> Operation:
        """Give the operation of the client's contract."""
        return self.implemented.operation

    @property
    def constant(self) -> str:
        """Give the name of the constant with the operation's facts."""
        return self.function.upper()


def write_by_hook(
    made: Implemented,
    api: Api,
    answers: AnswerClasses,
    apis: Mapping[str, Api],
    requests: RequestBodies,
    sends: Mapping[str, Sends],
) -> ByHook:
    """Name an operation that a hook answers.

    Args:
        answers: with the bodies of the operation added.
        apis: the contracts of the upstreams.
        requests: with the body of the operation added.
        sends: the bodies that upstreams take, by upstream.
    """
    called = methods(made)
    return ByHook(
        implemented=made,
        api=api,
        function=operation_name(made.operation),
        type_name=operation_type(made.operation),
        members=_members(made, requests) if made.raw is None else (),
        answers=tuple(status_classes(made, api, answers)),
        asked=tuple(
            Asked(
                used=used,
                method=called[used.upstream, used.operation.key],
                given=_given(used, used.parameters, apis[used.upstream], sends),
                sent=_given(used, used.sent, apis[used.upstream], sends),
                union=reply_stem(used),
                replies=tuple(reply_name(used, each) for each in used.answers),
            )
            for used in made.uses
        ),
    )


def _members(made: Implemented, requests: RequestBodies) -> tuple[Member, ...]:
    """Give the members of the request that a function is handed."""
    taken = requests.taken(made.operation, made.intake) if made.intake else None
    read = requests.parameters(made.operation)
    return request_members(made.operation, made.forwarded, taken, read, made.languages)


def _given(
    used: Used, parameters: Iterable[Parameter], api: Api, sends: Mapping[str, Sends]
) -> tuple[Passed, ...]:
    """Give what an upstream is passed: parameters, and the body it may take."""
    given = given_of(parameters, used.operation, used.upstream, api)
    body = None
    if used.body is not None:
        is_passed = used.body.is_passed
        kind = SENDING if is_passed else sends[used.upstream].types[used.operation.key]
        body = GivenBody(type_name=kind, required=used.body.required)
    return tuple(with_body(given, body))


def add_bodies(made: Implemented, answers: AnswerClasses) -> None:
    """Add the classes of what the statuses of an operation carry."""
    name, written = operation_type(made.operation), made.operation.name
    carrying = [each for each in made.answers if each.carries is Carried.BODY]
    for each in carrying:
        stem = f"{name}Body" if len(carrying) == 1 else f"{name}{each.status}Body"
        answers.add_answer(each.pointer, stem, written)


def status_classes(made: Implemented, api: Api, answers: AnswerClasses) -> Iterable[StatusClass]:
    """Give the class of each status that a hook may answer, in the contract's order."""
    name = operation_type(made.operation)
    for each in made.answers:
        match each.carries:
            case Carried.BODY:
                body = answers.root_of(each.pointer)
            case Carried.CONTENT:
                body = f"{CONTENT} | {PASSED}"
            case Carried.PROBLEM:
                body = "Problem"
            case Carried.NOTHING:
                body = "NoBody"
        headers = answer_headers(
            api,
            each.response,
            made.caching if each.status < 300 else SAYS_NOTHING,
            has_link=made.pages is not None and made.pages.has_link and each.status < 300,
        )
        yield StatusClass(answerable=each, name=f"{name}{each.status}", body=body, headers=headers)


def reply_name(used: Used, answered: Answerable) -> str:
    """Name the class of a status that an upstream hands back: `OrdersCancelOrder409`."""
    return f"{reply_stem(used)}{answered.status}"


def reply_stem(used: Used) -> str:
    """Give what the classes of an upstream's operation begin with."""
    return f"{pascal(used.upstream)}{operation_type(used.operation)}"


def methods(made: Implemented) -> dict[tuple[str, str], str]:
    """Name the calls of a hook by operation; where two services have it, by service as well."""
    plain = {
        (each.upstream, each.operation.key): request_name(each.operation) for each in made.uses
    }
    names = list(plain.values())
    return {
        key: name if names.count(name) == 1 else f"{snake(key[0])}_{name}"
        for key, name in plain.items()
    }
