"""Bind the sources of an operation: which upstream operation, what each parameter is given.

In:  the sources as written, the workspace's upstreams, the scope of their arguments.
Out: a Feed a source; the arguments of each call by parameter; findings on both sides.
How: `with` wins; then a required parameter takes the client's parameter of the same name, an
     optional one does so where there is a single source; then the headers that are forwarded
     (COMPOSITION.md section 1, conventions 1 and 2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bffgen.compose import enum
from bffgen.compose.bound import Bound
from bffgen.compose.called import called
from bffgen.compose.contained import ANY_TEXT, one_of, unlike_parameter
from bffgen.compose.fan_out import FanOutBinder, found_by, is_batched, is_key
from bffgen.compose.hookfeed import HookFeed, hook_feed
from bffgen.compose.judge import because, types_text
from bffgen.compose.once import NOWHERE, Forwarding
from bffgen.compose.reads import Reads
from bffgen.compose.scope import LANGUAGE, Feed, Scope, parameter_key
from bffgen.compose.secured import is_same
from bffgen.compose.send import BodySender, takes_keys
from bffgen.compose.several import any_of
from bffgen.compose.spelled import spelled
from bffgen.compose.success import success
from bffgen.compose.travel import is_sent_as_object, unsendable
from bffgen.compose.waits import looked_into, lookups_in, reads_of, unsure
from bffgen.model import schema
from bffgen.model.api import Api, Parameter
from bffgen.model.builder import (
    Builder,
    Constant,
    Enum,
    From,
    Members,
    ParameterBuilder,
    Value,
    ValuePath,
)
from bffgen.model.client import Client, Workspace
from bffgen.model.composition import BODY, Answered, Batch, Defaults, Source
from bffgen.model.expression import Expression, Fixed, Lookup, Mapped, Otherwise, Read
from bffgen.model.finding import Finding, Mark, finding, stops, unknown
from bffgen.model.plan import Argument, CallBody, FanOut
from bffgen.model.shapes import solid
from bffgen.model.spelling import nearest, same_words
from bffgen.proof.validate import fault_if_judged

_NULL = frozenset(("null",))
_TEXT = frozenset(("string",))
_WRITTEN = frozenset(("integer", "number", "string"))


def feeds(
    answered: Answered, client: Client, workspace: Workspace, faults: list[Finding]
) -> dict[str, Feed | HookFeed]:
    """Find the upstream operation of each source; what is not found is left out."""
    found: dict[str, Feed | HookFeed] = {}
    for source in answered.sources:
        if source.service in workspace.unread:
            continue
        feed = (
            _feed(source, workspace)
            if source.returns is None
            else hook_feed(source, source.returns, client, workspace)
        )
        if isinstance(feed, Finding):
            faults.append(feed)
        elif feed is not None:
            found[source.name] = feed
    return found


def _feed(source: Source, workspace: Workspace) -> Feed | Finding:
    named = called(source.service, source.operation, source.call, workspace)
    if isinstance(named, Finding):
        return named
    upstream, operation, mark = named.upstream, named.operation, named.mark
    answer = success(upstream.api, operation)
    if isinstance(answer, str):
        place = upstream.api.place(operation.pointer)
        theirs = Mark(place=place, on="key", label="declared here")
        return finding("compose-unsupported", mark, theirs, what=answer)
    if source.fan_out and (len(answer.pointers) != 1 or answer.may_lack):
        what = "a source of several calls that answer without a body, or in several ways"
        return finding("compose-unsupported", mark, what=what)
    found = (
        found_by(source, upstream, operation, answer.pointer)
        if source.fan_out and answer.pointer is not None
        else None
    )
    if isinstance(found, Finding):
        return found
    several, pointer = None, answer.pointer
    if len(answer.pointers) > 1:
        several, pointer = any_of(upstream.api, operation, answer.pointers)
    return Feed(
        source=source,
        upstream=upstream,
        operation=operation,
        success=answer.response,
        pointer=pointer,
        media_types=answer.media_types,
        may_lack=answer.may_lack,
        several=several,
        found=found,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a source sends: arguments and body of a call, and how it is several calls.

    Attributes:
        lookups: what is looked up for one call, what others need first.
    """

    arguments: tuple[Argument, ...]
    body: CallBody | None
    fan_out: FanOut | None
    lookups: tuple[Lookup, ...] = ()

    @property
    def values(self) -> tuple[Expression, ...]:
        """Give all that is sent."""
        values: list[Expression] = [each.value for each in self.arguments]
        values += [self.body.value] if self.body else []
        values += [self.fan_out.over] if self.fan_out else []
        return tuple(values)

    @property
    def most_calls(self) -> int:
        """Give the most upstream calls that it is."""
        return self.fan_out.bound if self.fan_out else 1

    @property
    def reads(self) -> tuple[Read, ...]:
        """Give what is read of other sources."""
        inside = (*lookups_in(self.values), *(self.fan_out.lookups if self.fan_out else ()))
        return (*reads_of(self.values), *looked_into((*self.lookups, *inside)))

    @property
    def waits(self) -> frozenset[str]:
        """Give the sources whose values are read."""
        return frozenset(read.name for read in self.reads)


class ArgumentBinder:
    """Binds the parameters of one operation's calls."""

    def __init__(
        self,
        reads: Reads,
        scope: Scope,
        defaults: Defaults,
        sender: BodySender,
        opened: tuple[Read, Bound] | None = None,
        forwarding: Forwarding = NOWHERE,
    ) -> None:
        """Begin with nothing bound.

        Args:
            opened: a value of the client's that is another one when it is sent.
            forwarding: the headers that are given the key of the client's request.
        """
        self._opened = opened
        self._forwarding = forwarding
        self._sender = sender
        self._reads = reads
        self._scope = replace(scope, is_waiting=True)
        self._at_once = defaults.at_once
        self._headers = {name.lower() for name in defaults.forward_headers}
        self._faults = reads.faults
        self.forwarded: set[str] = set()

    def sent(self, feed: Feed) -> Sent:
        """Give each parameter of a call its value, in the order of the upstream's contract."""
        plain = replace(self._scope, looks_up=False)
        fan_out = FanOutBinder(self._reads, plain, self._at_once, self._sender.proofs)
        loop = fan_out.element(feed)
        scope = self._scope.inside(*loop) if loop else self._scope
        written = dict(feed.source.arguments)
        bound = []
        forwards = self._forwarding.to(feed.source.name)
        for parameter in feed.operation.parameters:
            qualified = f"{parameter.location}.{parameter.name}"
            value = written.pop(qualified, None) or written.pop(parameter.name, None)
            if parameter == forwards:
                self._faults += _given_twice(parameter, value)
                continue
            if is_batched(feed, parameter):
                argument = fan_out.keys(feed, parameter)
            else:
                argument = self._argument(feed, parameter, value, scope)
            if argument is not None:
                bound.append(argument)
        body = self._sender.body(feed, scope, fan_out)
        several = fan_out.fan_out(feed, bound, body)
        lookups = self._reads.asked()
        sent = Sent(arguments=tuple(bound), body=body, fan_out=several, lookups=lookups)
        self._faults += unsure(feed.source, sent.reads, self._scope)
        names = [each.name for each in feed.operation.parameters]
        marks = {name: Mark(place=feed.source.place.at("with", name), on="key") for name in written}
        if isinstance(feed.source.fan_out, Batch):
            batch = feed.source.fan_out
            if batch.parameter not in names and not takes_keys(feed):
                marks[batch.parameter] = Mark(place=batch.place.at(batch.parameter), on="key")
        for name, mark in marks.items():
            within = f"`{feed.upstream.name}.{feed.operation.name}`"
            known = [*names, BODY] if feed.operation.body is not None else names
            self._faults.append(unknown(mark, "parameter", name, known, within))
        return sent

    def _argument(
        self,
        feed: Feed,
        parameter: Parameter,
        written: ParameterBuilder | None,
        scope: Scope,
    ) -> Argument | None:
        mark = Mark(place=feed.source.place, on="key")
        if is_sent_as_object(feed.upstream.requests, parameter):
            return self._object(feed, parameter, written, scope)
        if isinstance(written, From | Members):
            mark = Mark(place=written.place)
            if what := unsendable(feed.upstream.api, parameter):
                self._faults.append(finding("compose-unsupported", mark, what=what))
            else:
                self._refuse(feed, parameter, mark, "an object")
            return None
        value: Read | Fixed | Otherwise | Mapped | None
        given: Sequence[Bound] = ()
        if isinstance(written, Enum):
            mark = written.value.mark
            value = self._mapped(feed, parameter, written, scope)
            if value is None:
                return None
        elif written is not None:
            mark = Mark(place=written.place)
            value = self._reads.value(written, scope)
            if value is None:
                return None
            given = _bounds(written, scope)
        else:
            told = len(self._faults)
            one = self._by_convention(feed, parameter)
            if one is None:
                is_told = len(self._faults) > told or self._is_meant(feed, parameter)
                if parameter.required and not is_told:
                    mark = replace(mark, label=f"gives no `{parameter.name}`")
                    self._refuse(feed, parameter, mark, "nothing")
                return None
            value, given = one.read, (one,)
        if not isinstance(value, Mapped) and not self._fits(feed, parameter, value, mark):
            return None
        if not self._are_taken(feed, parameter, given):
            return None
        # Null is no text, so it is never sent: for a parameter it is as good as absent.
        may_lack = (value.may_miss or value.may_null) and not is_key(feed, parameter)
        if may_lack and parameter.required and feed.source.required:
            mark = value.mark if isinstance(value, Read) else mark
            fault = finding(
                "compose-presence",
                mark,
                property=f"`{parameter.name}` of `{feed.upstream.name}.{feed.operation.name}`",
                source=feed.source.name,
                why=because(value),
            )
            self._faults.append(fault)
            return None
        return Argument(
            parameter=parameter, value=value, as_text=self._is_written(feed, parameter, value)
        )

    def _object(
        self, feed: Feed, parameter: Parameter, written: ParameterBuilder | None, scope: Scope
    ) -> Argument | None:
        """Give a parameter that is an object its members, by name or as they are written."""
        key = Mark(place=feed.source.place, on="key")
        if what := unsendable(feed.upstream.api, parameter):
            if written is not None or parameter.required:
                mark = key if written is None else Mark(place=written.place)
                self._faults.append(finding("compose-unsupported", mark, what=what))
            return None
        told = len(self._faults)
        given = written if written is not None else self._by_convention(feed, parameter)
        if given is None:
            if parameter.required and len(self._faults) == told:
                mark = replace(key, label=f"gives no `{parameter.name}`")
                self._refuse(feed, parameter, mark, "nothing")
            return None
        made = self._sender.object(feed, parameter, given, scope)
        return Argument(parameter=parameter, value=made) if made is not None else None

    def _mapped(
        self, feed: Feed, parameter: Parameter, written: Enum, scope: Scope
    ) -> Mapped | None:
        """Put a value in the words of the parameter; None after a fault."""
        found = self._reads.bound(written.value, scope)
        if found is None:
            return None
        named = f"`{parameter.name}` of `{feed.upstream.name}.{feed.operation.name}`"
        made = enum.sent(written, found, feed.upstream.api, parameter, named)
        if isinstance(made, Mapped):
            return made
        self._faults += made
        return None

    def _is_meant(self, feed: Feed, parameter: Parameter) -> bool:
        """Say whether a parameter that nobody declares is this one, misspelled: one fault."""
        known = [each.name for each in feed.operation.parameters]
        given = [name for name, _ in feed.source.arguments]
        given += [feed.source.fan_out.parameter] if isinstance(feed.source.fan_out, Batch) else []
        unknown_names = [name for name in given if name not in known]
        return any(nearest(name, known) == parameter.name for name in unknown_names)

    def _by_convention(self, feed: Feed, parameter: Parameter) -> Bound | None:
        if parameter.location == "header":
            return self._header(feed, parameter)
        if parameter.location == "cookie":
            return None  # what a browser keeps goes nowhere that nobody has named
        if not parameter.required and len(self._scope.feeds) > 1:
            return None
        parameters = self._scope.operation.parameters
        own = [each for each in parameters if each.location in ("path", "query")]
        names = same_words(parameter.name, dict.fromkeys(each.name for each in own))
        candidates = [each for each in own if each.name in names]
        mark = Mark(place=feed.source.place, on="key")
        if len(candidates) > 1:
            first, second = (
                each.name if len(names) > 1 else parameter_key(each) for each in candidates[:2]
            )
            self._faults.append(
                finding("compose-ambiguous", mark, name=parameter.name, first=first, second=second)
            )
        if len(candidates) != 1:
            return None
        mine = candidates[0]
        self._reads.requested.add(parameter_key(mine))
        return self._scope.parameter(mine, mark)

    def _header(self, feed: Feed, parameter: Parameter) -> Bound | None:
        """Forward a header of the list; its client need not have declared it."""
        if parameter.name.lower() not in self._headers:
            return None
        mark = Mark(place=feed.source.place, on="key")
        mine = self._scope.operation.parameter("header", parameter.name)
        if mine is not None:
            self._reads.requested.add(parameter_key(mine))
            return self._scope.parameter(mine, mark)
        self.forwarded.add(parameter.name)
        read = Read(
            root="request",
            name=f"header.{parameter.name}",
            root_may_miss=True,
            pointer=parameter.schema_pointer,
            types=_TEXT,
            mark=mark,
        )
        return self._scope.matched(Bound(read=read, api=feed.upstream.api, source=""))

    def _are_taken(self, feed: Feed, parameter: Parameter, given: Sequence[Bound]) -> bool:
        """Say whether none of what is given is of another kind than the parameter takes."""
        found = []
        for each in given:
            # What a client sends in a header that its contract does not declare is any text.
            is_handed_on = each.api is feed.upstream.api
            is_any = is_handed_on and each.read.name == f"header.{parameter.name}"
            sender = ANY_TEXT if is_any else None
            if each.listed and each.read.name.lower() == LANGUAGE:
                sender = one_of(each.listed)
            proofs, mark = self._sender.proofs, each.read.mark
            if self._opened is not None and is_same(each.read, self._opened[0]):
                each = self._opened[1]
            found.append(unlike_parameter(proofs, each, feed, parameter, mark, sender))
        told = [each for each in found if each is not None]
        self._faults += told
        return not stops(told)

    def _fits(
        self, feed: Feed, parameter: Parameter, value: Read | Fixed | Otherwise, mark: Mark
    ) -> bool:
        """Hold what is sent against the parameter: literals whole, values by their types."""
        meaning = feed.upstream.api.meaning
        options = value.options if isinstance(value, Otherwise) else (value,)
        what = unsendable(feed.upstream.api, parameter)
        if what:
            self._faults.append(finding("compose-unsupported", mark, what=what))
            return False
        for option in options:
            if isinstance(option, Fixed):
                if fault_if_judged(meaning, parameter.schema_pointer, option.value) is not None:
                    self._refuse(feed, parameter, mark, "this literal")
                    return False
                continue
            taken = schema.types(meaning, parameter.schema_pointer)
            sent = option.types - _NULL
            # A number travels as its text, so a text parameter takes it.
            if not sent <= taken and not (taken >= _TEXT and sent <= _WRITTEN):
                self._refuse(feed, parameter, option.mark, spelled(option.types))
                return False
            if "array" in sent and not self._fit_elements(feed, parameter, option):
                return False
        return True

    def _fit_elements(self, feed: Feed, parameter: Parameter, sent: Read) -> bool:
        """Hold the elements of a list that is sent: each travels as the parameter's elements do."""
        taken = _elements(feed.upstream.api, parameter.schema_pointer)
        given = _elements(self._api_of(sent), sent.pointer)
        if given == [types - _NULL for types in taken]:
            return True
        held = spelled(given[0]) if len(given) == 1 else "anything"
        self._refuse(feed, parameter, sent.mark, f"an array of {held}")
        return False

    def _api_of(self, read: Read) -> Api:
        """Give the contract that a value stands in."""
        feed = self._scope.feeds.get(read.name)
        if read.root == "identity" and self._scope.caller is not None:
            return self._scope.caller.api
        if read.root == "config" and self._scope.settings is not None:
            return self._scope.settings.api
        return feed.api if feed and read.root == "source" else self._scope.api

    def _is_written(
        self, feed: Feed, parameter: Parameter, value: Read | Fixed | Otherwise | Mapped
    ) -> bool:
        """Say whether a number is given to a parameter of texts."""
        taken = schema.types(feed.upstream.api.meaning, parameter.schema_pointer)
        options = value.options if isinstance(value, Otherwise) else (value,)
        sent = {kind for each in options if isinstance(each, Read) for kind in each.types - _NULL}
        return bool(sent) and taken >= _TEXT and not sent <= taken

    def _refuse(self, feed: Feed, parameter: Parameter, mark: Mark, sent: str) -> None:
        api = feed.upstream.api
        expected = types_text(api.meaning, parameter.schema_pointer)
        self._faults.append(
            finding(
                "compose-request-type",
                mark,
                Mark(place=api.place(parameter.pointer), label="what is expected"),
                parameter=f"`{parameter.name}` of `{feed.upstream.name}.{feed.operation.name}`",
                sent=sent,
                expected=expected,
            )
        )


def _given_twice(parameter: Parameter, written: Builder | None) -> Iterable[Finding]:
    """Refuse what is written for a header that `forward_to` gives."""
    if written is not None:
        problem = f"`{parameter.name}` is given by `forward_to` already"
        yield finding("compose-schema", written.place, problem=problem)


def _bounds(written: Value | Constant, scope: Scope) -> list[Bound]:
    """Give the values of contracts that are written; literals are held for themselves."""
    options = written.options if isinstance(written, Value) else ()
    found = (scope.resolve(each) for each in options if isinstance(each, ValuePath))
    return [each for each in found if isinstance(each, Bound)]


def _elements(api: Api, pointer: str) -> list[frozenset[str]]:
    """Give the types of the elements of an array, one entry a schema that they are held to."""
    items = schema.items(api.meaning, solid(api.meaning, pointer))
    return [schema.types(api.meaning, each) for each in items]
