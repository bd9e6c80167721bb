"""Bind the body that a call sends: what is written under `with.body`, or the client's own.

In:  a source with its upstream operation, the scope of its values, what is written for its body.
Out: the CallBody, None where none is sent; findings with the place in the composition and the
     line of the upstream's contract.
How: built as an answer is, with the roles swapped: the upstream's schema receives. What it takes
     and nobody gives is left out where it may be; defaults never enter (PITFALLS 21). What is found
     is said in the words of what is sent (`compose-request-type`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bffgen.compose.bind import Binder
from bffgen.compose.fan_out import FanOutBinder, is_batched
from bffgen.compose.omit import Omitted
from bffgen.compose.proved import Proofs
from bffgen.compose.scope import Feed, Scope
from bffgen.compose.shaping import Shapes
from bffgen.compose.supported import sendable_body, unsendable_body
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Builder, Members
from bffgen.model.composition import BODY, Batch
from bffgen.model.expression import Expression, Hooked, Read, parts
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plan import CallBody
from bffgen.model.shapes import solid

_EXPECTED = "what is expected"
# What a mark of the receiver's contract is labelled where a client receives, and here.
_LABELS = {"what is promised": _EXPECTED, "required here": "required here"}


class BodySender:
    """Binds the bodies of one operation's calls."""

    def __init__(self, binder: Binder, scope: Scope) -> None:
        self._binder = binder
        self._scope = scope
        self._faults = binder.faults

    @property
    def proofs(self) -> Proofs:
        """Give what answers about the mappings of the client."""
        return self._binder.proofs

    def body(self, feed: Feed, scope: Scope, fan_out: FanOutBinder) -> CallBody | None:
        """Bind the body of a call.

        Args:
            scope: of the values that are sent, the element of an `each` among them.
            fan_out: gives the keys of a batch that travel in its body.
        """
        written, taken = feed.source.body, feed.operation.body
        key = Mark(place=feed.source.place, on="key")
        if taken is None:
            if written is not None:
                at = Mark(place=feed.source.place.at("with", BODY), on="key")
                self._refuse(feed, at, "", "a body", "none")
            return None
        has_keys = takes_keys(feed)
        is_handed_on = written is None and len(self._scope.feeds) == 1
        if written is None and not has_keys and not (is_handed_on and self._scope.body is not None):
            if taken.required:
                self._refuse(feed, replace(key, label="gives no body"), "", "nothing", "one")
            return None
        body = sendable_body(feed.upstream.requests, taken)
        if body is None:
            self._faults.append(unsendable_body(feed.upstream.requests, taken, key))
            return None
        pointer = body.pointer
        if has_keys and written is None:
            written = Members(members=(), place=feed.source.place.at("batch"))
        chunk = self._chunk(feed, fan_out, pointer) if has_keys else {}
        if chunk is None:
            return None
        value = chunk.get("") or self._value(feed, written, scope, pointer, chunk)
        if value is None:
            return None
        return CallBody(
            value=value,
            pointer=pointer,
            media_type=body.media_type,
            required=taken.required,
            form=body.form,
        )

    def _value(
        self,
        feed: Feed,
        written: Builder | None,
        scope: Scope,
        pointer: str,
        given: Mapping[str, Expression],
    ) -> Expression | None:
        """Bind what is written, or the client's own body, to the upstream's schema."""
        at = feed.source.place.at("with", BODY) if written is not None else feed.source.place
        api = feed.upstream.requests
        found: list[Finding] = []
        reads = self._binder.reads
        # Shapes are of the client's components, and none of theirs is received here.
        none = Shapes(())
        proofs = self._binder.proofs
        omitted = Omitted((), at, api)
        inner = Binder(api, self._binder.hooks, omitted, reads, none, proofs, is_sent=True)
        inner.faults = found
        inner.given = given
        if written is not None:
            value = inner.build(written, scope, pointer, "")
        else:
            assert scope.body is not None
            reads.note(scope.body)
            value = inner.project(scope.body, scope, pointer, "", Mark(place=at, on="key"))
        is_required = feed.operation.body is not None and feed.operation.body.required
        value = inner.judged(value, pointer, "", Mark(place=at, on="key"), required=is_required)
        self._faults += (self._in_other_words(feed, each) for each in found)
        if value is not None and any(isinstance(each, Hooked) for each in parts(value)):
            what = "`python` in a body for an upstream"
            mark = Mark(place=at, on="key")
            self._faults.append(finding("compose-unsupported", mark, what=what))
            return None
        return value

    def _chunk(self, feed: Feed, fan_out: FanOutBinder, pointer: str) -> dict[str, Read] | None:
        """Give the keys of one call, by the property that takes them; "" is the whole body."""
        batch, api = feed.source.fan_out, feed.upstream.requests
        assert isinstance(batch, Batch)
        name = "" if batch.parameter == BODY else batch.parameter
        where = _property(api, pointer, name) if name else pointer
        if where is None:
            return None
        theirs = Mark(place=api.place(where), on="key")
        read = fan_out.chunk(feed, api, where, theirs)
        return None if read is None else {name: read}

    def _in_other_words(self, feed: Feed, found: Finding) -> Finding:
        """Say of a body that is sent what was found as of an answer."""
        facts = dict(found.facts)
        way = str(facts.get("property", ""))
        way = "" if way == "the answer" else way
        match found.rule:
            case "compose-type":
                sent = facts.get("literal") or facts.get("upstream_type")
                return self._misfit(feed, found, way, str(sent), str(facts["client_type"]))
            case "compose-branch" if not facts["also"]:
                sent = f"`{facts['sent']}`"
                return self._misfit(feed, found, way, sent, str(facts["expected"]))
            case "compose-bound" | "compose-type-unknown":
                call = f"{feed.upstream.name}.{feed.operation.name}"
                said = _with(found, property=way or "the body", call=call)
                return replace(found, marks=_expected(found.marks), facts=said)
            case "compose-property-unmapped":
                return self._misfit(feed, found, way, "nothing", "a value that is always there")
            case "compose-presence":
                return replace(found, facts=_with(found, property=_named(feed, way)))
            case "compose-open-shape":
                what = f"{_named(feed, way)}, which is free-form"
                return finding("compose-unsupported", *found.marks, what=what)
            case "compose-unknown-name" if facts.get("within") == "the answer":
                return replace(found, facts=_with(found, within=_named(feed, "")))
            case _:
                return found

    def _misfit(self, feed: Feed, found: Finding, way: str, sent: str, expected: str) -> Finding:
        first, *rest = found.marks
        return finding(
            "compose-request-type",
            first,
            *_expected(rest),
            notes=found.notes,
            parameter=_named(feed, way),
            sent=sent,
            expected=expected,
        )

    def _refuse(self, feed: Feed, mark: Mark, way: str, sent: str, expected: str) -> None:
        taken = feed.operation.body
        pointer = taken.pointer if taken is not None else feed.operation.pointer
        theirs = Mark(place=feed.upstream.api.place(pointer), on="key", label=_EXPECTED)
        self._faults.append(
            finding(
                "compose-request-type",
                mark,
                theirs,
                parameter=_named(feed, way),
                sent=sent,
                expected=expected,
            )
        )


def takes_keys(feed: Feed) -> bool:
    """Say whether the keys of a batch travel in the body: no parameter takes them."""
    batch, body = feed.source.fan_out, feed.operation.body
    if not isinstance(batch, Batch) or body is None:
        return False
    if any(is_batched(feed, each) for each in feed.operation.parameters):
        return False
    sent = sendable_body(feed.upstream.requests, body)
    return batch.parameter == BODY or (
        sent is not None
        and _property(feed.upstream.requests, sent.pointer, batch.parameter) is not None
    )


def _property(api: Api, pointer: str, name: str) -> str | None:
    """Give the schema of a property of a body; None where it has none of this name."""
    declared = schema.declared(api.meaning, solid(api.meaning, pointer))
    return declared[name][0] if name in declared else None


def _expected(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Give marks with the labels that fit what an upstream expects."""
    return tuple(replace(each, label=_LABELS.get(each.label, each.label)) for each in marks)


def _named(feed: Feed, way: str) -> str:
    """Name a place of the body that a call sends."""
    body = f"the body of `{feed.upstream.name}.{feed.operation.name}`"
    return f"`{way}` of {body}" if way else body


def _with(found: Finding, **facts: str) -> tuple[tuple[str, str | int], ...]:
    return tuple(sorted({**dict(found.facts), **facts}.items()))
