"""Bind the body that a call sends: what is written under `with.body`, or the client's own.

In:  a source with its upstream operation, the scope of its values, what is written for its body.
Out: the CallBody, None where none is sent; findings with the place in the composition and the
     line of the upstream's contract.
How: built as an answer is, with the roles swapped: the upstream's schema receives. What it takes
     and nobody gives is left out where it may be; defaults never enter (PITFALLS 21). What is found
     is said in the words of what is sent (`compose-request-type`).
"""

from collections.abc import Mapping
from dataclasses import replace

from bffgen.compose.as_sent import EXPECTED, in_other_words, named
from bffgen.compose.bind import Binder
from bffgen.compose.bound import Bound
from bffgen.compose.fan_out import FanOutBinder, is_batched
from bffgen.compose.files import FileBinder
from bffgen.compose.omit import Omitted
from bffgen.compose.proved import Proofs
from bffgen.compose.scope import Feed, Scope
from bffgen.compose.shaping import Shapes
from bffgen.compose.supported import sendable_body, unsendable_body
from bffgen.model import schema
from bffgen.model.api import Api, Parameter
from bffgen.model.builder import Builder, Members
from bffgen.model.composition import BODY, Batch
from bffgen.model.expression import Built, Expression, Hooked, Read, parts
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.plan import CallBody
from bffgen.model.shapes import solid


class BodySender:
    """Binds the bodies of one operation's calls."""

    def __init__(
        self, binder: Binder, scope: Scope, *, passing: frozenset[str] = frozenset()
    ) -> None:
        """Begin with nothing bound.

        Args:
            passing: the sources that are sent the client's body as it comes.
        """
        self._passing = passing
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
        if feed.source.name in self._passing:
            return None
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
        files = FileBinder(self._scope.intake, body.parts, _whole_body(feed))
        value = chunk.get("") or self._value(feed, written, scope, pointer, chunk, files)
        if value is None:
            return None
        return CallBody(
            value=value,
            pointer=pointer,
            media_type=body.media_type,
            required=taken.required,
            form=body.form,
            parts=body.parts,
        )

    def _value(
        self,
        feed: Feed,
        written: Builder | None,
        scope: Scope,
        pointer: str,
        given: Mapping[str, Expression],
        files: FileBinder,
    ) -> Expression | None:
        """Bind what is written, or the client's own body, to the upstream's schema."""
        at = feed.source.place.at("with", BODY) if written is not None else feed.source.place
        is_required = feed.operation.body is not None and feed.operation.body.required
        from_ = self._scope.body if written is None else written
        assert from_ is not None
        whole = _whole_body(feed)
        value = self._built(
            feed, from_, scope, pointer, at, whole, given, required=is_required, files=files
        )
        if value is not None and any(isinstance(each, Hooked) for each in parts(value)):
            what = "`python` in a body for an upstream"
            mark = Mark(place=at, on="key")
            self._faults.append(finding("compose-unsupported", mark, what=what))
            return None
        return value

    def object(
        self, feed: Feed, parameter: Parameter, given: Builder | Bound, scope: Scope
    ) -> Built | None:
        """Bind the members of a parameter that is an object.

        Args:
            given: what is written, or the client's own parameter.
        """
        at = feed.source.place
        at = at if isinstance(given, Bound) else at.at("with", parameter.name)
        whole = f"`{parameter.name}` of `{feed.upstream.name}.{feed.operation.name}`"
        told = len(self._faults)
        made = self._built(
            feed,
            given,
            scope,
            parameter.schema_pointer,
            at,
            whole,
            {},
            required=parameter.required,
        )
        if isinstance(made, Built) or len(self._faults) > told:
            return made if isinstance(made, Built) else None
        what = f"{whole}, which is given no object of its own members"
        self._faults.append(finding("compose-unsupported", Mark(place=at, on="key"), what=what))
        return None

    def _built(
        self,
        feed: Feed,
        from_: Builder | Bound,
        scope: Scope,
        pointer: str,
        at: Place,
        whole: str,
        given: Mapping[str, Expression],
        *,
        required: bool,
        files: FileBinder | None = None,
    ) -> Expression | None:
        """Bind what is sent, whole; findings are told in the words of a sender.

        Args:
            files: binds those of its members that are files.
            from_: what is written, or the client's own value.
            whole: what is sent, in the words of a message.
        """
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
        mark = Mark(place=at, on="key")
        if files is not None:
            inner.given = {**given, **files.bound(inner, from_, scope, pointer, mark)}
        if isinstance(from_, Bound):
            reads.note(from_)
            value = inner.project(from_, scope, pointer, "", mark)
        else:
            value = inner.build(from_, scope, pointer, "")
        value = inner.judged(value, pointer, "", mark, required=required)
        self._faults += (in_other_words(feed, whole, each) for each in found)
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

    def _refuse(self, feed: Feed, mark: Mark, way: str, sent: str, expected: str) -> None:
        taken = feed.operation.body
        pointer = taken.pointer if taken is not None else feed.operation.pointer
        theirs = Mark(place=feed.upstream.api.place(pointer), on="key", label=EXPECTED)
        self._faults.append(
            finding(
                "compose-request-type",
                mark,
                theirs,
                parameter=named(_whole_body(feed), way),
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


def _whole_body(feed: Feed) -> str:
    """Name the body that a call sends."""
    return f"the body of `{feed.upstream.name}.{feed.operation.name}`"
