"""Bind a source of several calls: what it finds by key, and how many calls it is.

In:  a source with `batch` or `each`, its upstream operation, the scope of its arguments.
Out: Found, which paths look into; the FanOut of the call; findings on both sides.
How: what is found follows from the upstream's contract alone, so paths are bound against it before
     any argument is; keys and bounds are bound with the arguments (COMPOSITION.md section 4).
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from math import ceil

from bffgen.compose.bound import Bound, member
from bffgen.compose.contained import unlike_key
from bffgen.compose.loops import loop_element
from bffgen.compose.proved import Proofs
from bffgen.compose.reads import Keys, Reads, most_of
from bffgen.compose.scope import Feed, Found, Scope
from bffgen.compose.spelled import spelled
from bffgen.compose.travel import unsendable
from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.builder import Enum, Value, ValuePath
from bffgen.model.client import Upstream
from bffgen.model.composition import Batch, CallEach, Source
from bffgen.model.expression import Expression, Lookup, Mapped, Read, parts
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import Place, tokens
from bffgen.model.plain import array_bounds
from bffgen.model.plan import ANSWER, KEYS, Argument, CallBody, FanOut
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.spelling import singular, words

_NULL = frozenset(("null",))


def found_by(
    source: Source, upstream: Upstream, operation: Operation, pointer: str
) -> Found | Finding:
    """Say what a source of several calls finds.

    Args:
        pointer: the schema of one answer in the upstream's contract.
    """
    api = upstream.api
    read = Read(
        root="loop",
        name=ANSWER,
        pointer=pointer,
        types=schema.types(api.meaning, pointer),
        mark=Mark(place=source.call),
    )
    answer = Bound(read=read, api=api, source=source.name)
    if isinstance(source.fan_out, Batch):
        return _in_batch(source, source.fan_out, answer)
    assert source.fan_out is not None
    named = key_parameter(source, source.fan_out, operation)
    if isinstance(named, Finding):
        return named
    return Found(
        items=None,
        holder=read,
        element=answer,
        key=None,
        key_types=schema.types(api.meaning, named.schema_pointer) - _NULL,
        key_place=api.place(named.pointer),
    )


def _in_batch(source: Source, batch: Batch, answer: Bound) -> Found | Finding:
    """Find the elements in the answer of a batch: those of an array, or the values of a map."""
    mark = Mark(place=batch.place.at("items") if batch.items else batch.place, on="key")
    if batch.items:
        names = batch.items
    else:
        listed = _holders(answer, Shape.ARRAY if batch.match else Shape.MAP)
        if len(listed) != 1:
            return _no_elements(source, batch, answer, listed)
        names = listed[0]
    held = answer
    for name in names:
        inner = member(held, name, mark)
        if isinstance(inner, Finding):
            return inner
        held = inner
    if batch.match is None:
        return _in_map(source, batch, held)
    element = loop_element(held, singular(names[-1] if names else source.name), mark)
    if isinstance(element, Finding):
        return element
    at = Mark(place=batch.place.at("match"))
    key = member(element, batch.match, at)
    if isinstance(key, Finding):
        return key
    return Found(
        items=names,
        holder=held.read,
        element=element,
        key=key,
        key_types=key.read.types - _NULL,
        key_place=key.api.place(key.read.pointer),
    )


def _in_map(source: Source, batch: Batch, held: Bound) -> Found | Finding:
    api = held.api
    values = schema.map_values(api.meaning, solid(api.meaning, held.read.pointer))
    if values is None:
        return _no_elements(source, batch, held, [])
    types = schema.types(api.meaning, values)
    read = replace(held.read, name=ANSWER, pointer=values, types=types, hops=())
    return Found(
        items=None,
        holder=held.read,
        element=replace(held, read=read, tokens=(*held.tokens, ("element", ""))),
        key=None,
        key_types=frozenset(("string",)),
        key_place=api.place(values),
    )


def _holders(answer: Bound, wanted: Shape) -> list[tuple[str, ...]]:
    """Give the ways to what may hold the elements: the answer itself, or one of its members."""
    meaning = answer.api.meaning
    here = solid(meaning, answer.read.pointer)
    if shape(meaning, here) is wanted:
        return [()]
    return [
        (name,)
        for name, places in schema.declared(meaning, here).items()
        if shape(meaning, solid(meaning, places[0])) is wanted
    ]


def _no_elements(
    source: Source, batch: Batch, answer: Bound, listed: list[tuple[str, ...]]
) -> Finding:
    kind = "array" if batch.match else "map"
    several = " and ".join(f"`{'.'.join(each)}`" for each in listed)
    if several:
        problem = f"an answer of `{source.name}` has several: {several}; `items` names one"
    elif batch.match:
        problem = f"an answer of `{source.name}` has no array; `items` names the way to one"
    else:
        problem = f"an answer of `{source.name}` is no map; `match` names the key of an element"
    return finding(
        "compose-schema",
        Mark(place=batch.place, on="key"),
        Mark(place=answer.api.place(answer.read.pointer), on="key", label=f"no single {kind}"),
        problem=problem,
    )


def key_parameter(source: Source, each: CallEach, operation: Operation) -> Parameter | Finding:
    """Give the parameter whose value is the key of a call: `match`, or what takes the loop's."""
    bound = [
        name
        for name, value in source.arguments
        if isinstance(value, Value) and len(value.options) == 1 and _root(value) == each.loop
    ]
    # In other words it is no key of the element; what takes it is told when it is bound.
    bound = bound or [
        name
        for name, value in source.arguments
        if isinstance(value, Enum) and value.value.root == each.loop
    ]
    wanted = [each.match] if each.match is not None else bound
    parameters = [
        parameter
        for parameter in operation.parameters
        if {parameter.name, f"{parameter.location}.{parameter.name}"} & {*wanted}
    ]
    if len(parameters) == 1 and len(wanted) == 1:
        return parameters[0]
    mark = Mark(place=source.place.at("match" if each.match is not None else "each"), on="key")
    if each.match is not None:
        problem = f"`match` names `{each.match}`, which is no parameter that is given"
    elif bound:
        listed = " and ".join(f"`{name}`" for name in bound)
        problem = f"{listed} take a value of `{each.loop}`; `match` names the one that is the key"
    else:
        problem = f"no parameter takes a value of `{each.loop}`, so every call would be the same"
    return finding("compose-schema", mark, problem=problem)


def _root(value: Value) -> str:
    first = value.options[0]
    return first.root if isinstance(first, ValuePath) else ""


def is_batched(feed: Feed, parameter: Parameter) -> bool:
    """Say whether a parameter takes the keys of a batch."""
    batch = feed.source.fan_out
    names = {parameter.name, f"{parameter.location}.{parameter.name}"}
    return isinstance(batch, Batch) and batch.parameter in names


def is_key(feed: Feed, parameter: Parameter) -> bool:
    """Say whether a parameter takes the key of an `each`: an element without one has no call."""
    each = feed.source.fan_out
    return (
        isinstance(each, CallEach) and key_parameter(feed.source, each, feed.operation) == parameter
    )


class FanOutBinder:
    """Binds what one source of several calls runs over."""

    def __init__(self, reads: Reads, scope: Scope, at_once: int, proofs: Proofs) -> None:
        self._proofs = proofs
        self._reads = reads
        self._scope = scope
        self._at_once = at_once
        self._listed: dict[Batch, tuple[Keys | None, tuple[Lookup, ...]]] = {}

    def element(self, feed: Feed) -> tuple[str, Bound] | None:
        """Give the loop of an `each` with its element; None where there is none, or a fault."""
        each = feed.source.fan_out
        if not isinstance(each, CallEach):
            return None
        over = self._reads.bound(each.over, self._scope)
        if over is None:
            return None
        one = self._reads.element(over, each.loop, each.over.mark, self._scope)
        return (each.loop, one) if one is not None else None

    def keys(self, feed: Feed, parameter: Parameter) -> Argument | None:
        """Give the keys of one chunk to the parameter that takes them; None after a fault."""
        what = unsendable(feed.upstream.api, parameter)
        if what and isinstance(feed.source.fan_out, Batch):
            mark = feed.source.fan_out.keys.mark
            self._reads.faults.append(finding("compose-unsupported", mark, what=what))
            return None
        theirs = Mark(place=feed.upstream.api.place(parameter.pointer))
        chunk = self.chunk(feed, feed.upstream.api, parameter.schema_pointer, theirs)
        return Argument(parameter=parameter, value=chunk) if chunk is not None else None

    def chunk(self, feed: Feed, api: Api, pointer: str, theirs: Mark) -> Read | None:
        """Give the keys of one call to the place that takes them; None after a fault.

        Args:
            api: the contract that the pointer points into.
            pointer: the schema of the place; theirs: where it stands.
        """
        batch = feed.source.fan_out
        keys = self._keys(batch) if isinstance(batch, Batch) else None
        if keys is None or not isinstance(batch, Batch):
            return None
        if not self._takes_keys(feed, batch, api, pointer, theirs, keys.one):
            return None
        return Read(
            root="loop",
            name=KEYS,
            pointer=keys.one.read.pointer,
            types=frozenset(("array",)),
            mark=batch.keys.mark,
        )

    def _takes_keys(
        self, feed: Feed, batch: Batch, api: Api, pointer: str, theirs: Mark, one: Bound
    ) -> bool:
        """Hold the keys of a chunk against the place that takes them: a list of such, so many."""
        here = solid(api.meaning, pointer)
        items = schema.items(api.meaning, here)
        most = array_bounds(api.meaning, here).get("maxItems")
        if len(items) != 1:
            expected = spelled(schema.types(api.meaning, here))
            self._unlike(feed, batch, "an array", expected, theirs)
        elif not one.read.types - _NULL <= schema.types(api.meaning, items[0]):
            expected = spelled(schema.types(api.meaning, items[0]))
            self._unlike(feed, batch, spelled(one.read.types), expected, theirs)
        elif isinstance(most, int) and most < batch.size:
            at = Mark(place=batch.place.at("max"))
            self._unlike(feed, batch, f"{batch.size} keys", f"at most {most}", theirs, at)
        else:
            fault = unlike_key(self._proofs, one, feed, batch, api, items[0], theirs)
            self._reads.faults += [fault] if fault is not None else []
            return True
        return False

    def _keys(self, batch: Batch) -> Keys | None:
        if batch not in self._listed:
            scope = replace(self._scope, looks_up=True)
            bind = partial(self._reads.keys, batch.keys, scope)
            self._listed[batch] = self._reads.apart(bind)
        return self._listed[batch][0]

    def fan_out(
        self, feed: Feed, arguments: Iterable[Argument], body: CallBody | None
    ) -> FanOut | None:
        """Give how a source is several calls; None for one call, or after a fault.

        Args:
            arguments, body: of one call.
        """
        match feed.source.fan_out:
            case Batch() as batch:
                values: list[Expression] = [each.value for each in arguments]
                values += parts(body.value) if body is not None else ()
                is_given = any(_is_keys(each) for each in values)
                return self._batch(feed, batch) if is_given else None
            case CallEach() as each:
                named = key_parameter(feed.source, each, feed.operation)
                keys = [each.value for each in arguments if each.parameter == named]
                first = keys[0] if keys else None
                key = first if isinstance(first, Read) and first.root == "loop" else None
                if keys and key is None:
                    self._reads.faults.append(_no_key(feed, each, keys[0]))
                return self._each(feed, each, key)
            case None:
                return None

    def _batch(self, feed: Feed, batch: Batch) -> FanOut | None:
        found = feed.found
        keys = self._keys(batch)
        if found is None or keys is None:
            return None
        if not keys.one.read.types - _NULL <= found.key_types:
            sent, expected = spelled(keys.one.read.types), spelled(found.key_types)
            self._unlike(feed, batch, sent, expected, Mark(place=found.key_place, on="key"))
            return None
        most, limit = keys.most, batch.limit
        if limit is None and (most is None or most > batch.size):
            self._unbounded(feed, batch.keys, batch.size)
            return None
        self._hold(feed, batch.place, limit, most)
        for each in (found.element, found.key):
            if each is not None:
                self._reads.note(each)
        return FanOut(
            over=keys.expression,
            loop="",
            key=found.key.read if found.key else None,
            found=found.holder,
            element=found.element.read.pointer,
            parameter=batch.parameter,
            size=batch.size,
            limit=limit,
            bound=ceil((limit or most or batch.size) / batch.size),
            at_once=feed.source.at_once or self._at_once,
            lookups=self._listed[batch][1],
        )

    def _each(self, feed: Feed, each: CallEach, key: Read | None) -> FanOut | None:
        over = self._reads.bound(each.over, self._scope)
        found = feed.found
        if each.limit is None:
            self._unbounded(feed, each.over, 0)
        if over is None or found is None or key is None or each.limit is None:
            return None
        self._hold(feed, feed.source.place, each.limit, most_of(over))
        other = batch_beside(feed)
        if other is not None:
            mark = Mark(place=feed.source.place.at("each"), on="key")
            theirs = Mark(place=feed.upstream.api.place(other.pointer), on="key")
            self._reads.faults.append(
                finding(
                    "compose-fan-out-batch-exists",
                    mark,
                    theirs,
                    effect=Effect.RISKY,
                    source=feed.source.name,
                    batch=f"{feed.upstream.name}.{other.name}",
                )
            )
        self._reads.note(found.element)
        return FanOut(
            over=over.read,
            loop=each.loop,
            key=key,
            found=None,
            element=found.element.read.pointer,
            parameter="",
            size=1,
            limit=each.limit,
            bound=each.limit,
            at_once=feed.source.at_once or self._at_once,
        )

    def _unlike(
        self,
        feed: Feed,
        batch: Batch,
        sent: str,
        expected: str,
        theirs: Mark,
        mark: Mark | None = None,
    ) -> None:
        """Refuse keys unlike those that the upstream takes, or has."""
        self._reads.faults.append(
            finding(
                "compose-request-type",
                mark or batch.keys.mark,
                theirs,
                parameter=f"`{batch.parameter}` of `{feed.upstream.name}.{feed.operation.name}`",
                sent=sent,
                expected=expected,
            )
        )

    def _hold(self, feed: Feed, place: Place, limit: int | None, most: int | None) -> None:
        """Tell of a limit that an answer which keeps its contract may pass: all would fail."""
        if feed.source.required and limit is not None and most is not None and limit < most:
            self._reads.faults.append(
                finding(
                    "compose-fan-out-limit",
                    Mark(place=place.at("limit")),
                    effect=Effect.RISKY,
                    source=feed.source.name,
                    limit=limit,
                    most=most,
                )
            )

    def _unbounded(self, feed: Feed, over: ValuePath, size: int) -> None:
        self._reads.faults.append(
            finding(
                "compose-fan-out-unbounded",
                over.mark,
                source=feed.source.name,
                size=str(size) if size else "",
            )
        )


def _no_key(feed: Feed, each: CallEach, value: Expression) -> Finding:
    """Refuse a key that is no value as it stands: nothing could be found by it."""
    is_mapped = isinstance(value, Mapped)
    made = "what `enum` makes of a value" if is_mapped else "a literal, or one of several values"
    if isinstance(value, Read):
        made = "no value of the element that there is a call for"
    problem = f"the key of `{feed.source.name}` is {made}; `match` names a parameter of one value"
    mark = Mark(place=feed.source.place.at("match" if each.match else "with"), on="key")
    return finding("compose-schema", mark, problem=problem)


def _is_keys(value: Expression) -> bool:
    return isinstance(value, Read) and (value.root, value.name) == ("loop", KEYS)


def batch_beside(feed: Feed) -> Operation | None:
    """Find an operation of the upstream that would do for many keys what a call does for one."""
    each = feed.source.fan_out
    if not isinstance(each, CallEach):
        return None
    api = feed.upstream.api
    parameter = key_parameter(feed.source, each, feed.operation)
    if isinstance(parameter, Finding):
        return None
    element = schema.resolve(api.meaning, feed.pointer or "")
    if tokens(element)[:1] != ("components",):
        return None
    for other in api.operations:
        takes = any(_takes_many(api, each, parameter.name) for each in other.parameters)
        if takes and any(element in _elements_in(api, each) for each in _answers(other)):
            return other
    return None


def _takes_many(api: Api, parameter: Parameter, one: str) -> bool:
    # `skus` looks like no plural to `singular`, as `status` is none.
    names = {words(singular(parameter.name)), words(parameter.name.removesuffix("s"))}
    takes_many = shape(api.meaning, parameter.schema_pointer) is Shape.ARRAY
    return takes_many and any(words(one)[-len(many) :] == many for many in names)


def _answers(operation: Operation) -> list[str]:
    return [
        media.schema_pointer
        for response in operation.responses
        if response.status.startswith("2")
        for media in response.content
        if media.schema_pointer is not None
    ]


def _elements_in(api: Api, pointer: str) -> set[str]:
    """Give the schemas of the elements of an answer's arrays, the answer's own among them."""
    meaning = api.meaning
    here = solid(meaning, pointer)
    places = [here, *(where[0] for where in schema.declared(meaning, here).values())]
    return {
        schema.resolve(meaning, items[0])
        for place in places
        if shape(meaning, solid(meaning, place)) is Shape.ARRAY
        and (items := schema.items(meaning, solid(meaning, place)))
    }
