"""Names in scope: from a path as written to a value of a contract.

In:  the client's operation, the sources of its composition, the loops around a builder.
Out: a Bound value with its Read, its schema and the way to it, or a finding at the characters
     that name nothing.
How: the root is looked up, then each step is taken on the schema of the step before it; a step
     says whether its value may be absent or null (PITFALLS.md 20).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bffgen.compose.bound import Bound, Keyed, take
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.secured import is_same, secured
from bffgen.compose.security import nobody
from bffgen.compose.spelled import shown, spelled
from bffgen.compose.uses import Token
from bffgen.model import schema
from bffgen.model.api import Api, Header, Operation, Parameter, Response
from bffgen.model.builder import By, Name, ValuePath
from bffgen.model.client import Upstream, is_write
from bffgen.model.composition import ROOTS, Source
from bffgen.model.expression import Hop, Lookup, Read
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.intake import Intake
from bffgen.model.place import Place
from bffgen.model.plain import default_value
from bffgen.model.shapes import Shape, shape

# What a read of the request is called that a list of languages stands for.
LANGUAGE = "header.accept-language"

_LOCATIONS = ("path", "query", "header", "cookie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a source of several calls finds.

    Attributes:
        items: names that lead from an answer to the array of elements; None where there is none.
        holder: in an answer, the array or map of elements.
        element: one of them, as the element of a loop over an answer.
        key: of an element, the value that it is found by; None where the upstream says it.
        key_types: the JSON types of a key; key_place: where the upstream declares it.
    """

    items: tuple[str, ...] | None
    holder: Read
    element: Bound
    key: Bound | None
    key_types: frozenset[str]
    key_place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source with the upstream operation that it calls.

    Attributes:
        success: the response whose body it answers with.
        pointer: the schema of that body in the upstream's contract; None where it is no JSON.
        media_types: of a body that is no JSON.
        may_lack: it may succeed without a body.
        several: its contract, with one schema for successes of several schemas.
        found: set where the source is several calls.
    """

    source: Source
    upstream: Upstream
    operation: Operation
    success: Response
    pointer: str | None
    media_types: tuple[str, ...] = ()
    may_lack: bool = False
    several: Api | None = None
    found: Found | None = None

    @property
    def api(self) -> Api:
        """Give the contract that its body is declared in."""
        return self.several or self.upstream.api

    @property
    def is_write(self) -> bool:
        """Say whether the call changes something."""
        return is_write(self.operation, self.upstream)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a path may begin with at one place of a composition.

    Attributes:
        secured: values that are known to be there at this place.
        body: what the client sends, as a value; None where nothing is taken.
        intake: how it is read.
        caller: who calls, as a value; None where the contract asks for no credentials.
        settings: what is set, as a value; None where there are none.
        looks_up: what is found by a key may be read.
        is_waiting: the values are handed to a call that waits for them: its sources are there.
        instead: values, each with the one that stands for it.
        languages: tags that Accept-Language is matched to; empty leaves it as it is.
    """

    api: Api
    operation: Operation
    feeds: Mapping[str, Feed | HookFeed]
    at: Place
    body: Bound | None = None
    intake: Intake | None = None
    caller: Bound | None = None
    settings: Bound | None = None
    is_waiting: bool = False
    looks_up: bool = True
    loops: tuple[tuple[str, Bound], ...] = ()
    secured: tuple[Read, ...] = ()
    instead: tuple[tuple[Read, Bound], ...] = ()
    languages: tuple[str, ...] = ()

    def given(self, bound: Bound) -> "Scope":
        """Give the scope of a builder that is only reached where a value is there.

        The keys on the way to it are there as well.
        """
        keys = (each.lookup.key for each in bound.keyed)
        return replace(self, secured=(*self.secured, *keys, bound.read))

    def inside(self, loop: str, element: Bound) -> "Scope":
        """Give the scope of a builder inside an `each`."""
        return replace(self, loops=(*self.loops, (loop, element)))

    def resolve(self, path: ValuePath) -> Bound | Finding:
        """Follow a path to its value."""
        found = self._root(path)
        if isinstance(found, Finding):
            return found
        bound, taken = found
        for number, step in enumerate(path.steps[taken:], start=taken):
            stepped = take(bound, step, path, path.mark_of(number))
            if isinstance(stepped, Finding):
                return stepped
            bound = stepped
        standing = self.standing(bound, path.mark)
        if standing is not bound:
            return standing
        for read in self.secured:
            bound = replace(bound, read=secured(bound.read, read))
        return bound

    def standing(self, bound: Bound, mark: Mark) -> Bound:
        """Give what stands for a value, the value itself where nothing does."""
        for read, other in self.instead:
            if is_same(bound.read, read):
                return replace(other, read=replace(other.read, mark=mark))
        return bound

    def parameter(self, parameter: Parameter, mark: Mark) -> Bound:
        """Give a parameter of the client's request as a value."""
        return self.matched(request_value(self.api, parameter_key(parameter), parameter, mark))

    def matched(self, bound: Bound) -> Bound:
        """Give a value; of Accept-Language it is one of the tags that this is matched to."""
        is_text = bound.read.types - {"null"} == {"string"}
        if not self.languages or bound.read.name.lower() != LANGUAGE or not is_text:
            return bound
        read = replace(bound.read, root_may_miss=False, types=frozenset(("string",)))
        return replace(bound, read=read, listed=self.languages)

    def _root(self, path: ValuePath) -> tuple[Bound, int] | Finding:
        """Look up what a path begins with; the number says how many steps that took."""
        for loop, element in reversed(self.loops):
            if loop == path.root:
                return replace(element, read=replace(element.read, mark=path.mark)), 0
        if path.root in self.feeds:
            feed = self.feeds[path.root]
            if feed.found is not None:
                return self._several(feed, feed.found, path)
            found = self._source(feed, path)
            return found if isinstance(found, Finding) else (found, 0)
        if path.root == "headers":
            return self._header(path)
        if path.root == "request":
            return self._request(path)
        if path.root == "identity":
            if self.caller is None:
                return nobody(self.api, self.operation, path.mark_of(-1))
            return replace(self.caller, read=replace(self.caller.read, mark=path.mark)), 0
        if path.root == "config":
            return self._setting(path)
        if path.root in ROOTS:
            return finding("compose-unsupported", path.mark_of(-1), what=f"the root `{path.root}`")
        known = [*(name for name, _ in self.loops), *self.feeds, "request"]
        within = f"`{self.operation.name}`"
        constant = "" if path.steps else f"{{const: {path.root}}}"
        return unknown(path.mark_of(-1), "source", path.root, known, within, constant=constant)

    def _setting(self, path: ValuePath) -> tuple[Bound, int] | Finding:
        """Look up `config.NAME`; all settings together are no value."""
        if self.settings is None:
            problem = f"`{path.text}` is a setting, and `config` of this file declares none"
            return finding("compose-schema", path.mark, problem=problem)
        if not path.steps:
            problem = "`config` is all settings; a value is one of them, `config.NAME`"
            return finding("compose-schema", path.mark, problem=problem)
        return replace(self.settings, read=replace(self.settings.read, mark=path.mark)), 0

    def _several(
        self, feed: Feed | HookFeed, found: Found, path: ValuePath
    ) -> tuple[Bound, int] | Finding:
        """Look into a source of several calls: one element by its key, or all elements."""
        name = feed.source.name
        first = path.steps[0] if path.steps else None
        if isinstance(first, By):
            return self._looked_up(feed, found, first, path)
        items = found.items
        names = [each.name if isinstance(each, Name) else "" for each in path.steps]
        if items is not None and tuple(names[: len(items)]) == items:
            read = replace(
                found.element.read,
                root="elements",
                name=name,
                root_may_null=False,
                hops=(),
                types=frozenset(("array",)),
                pointer=found.holder.pointer,
                mark=path.mark,
            )
            tokens = found.element.tokens[:-1]
            return replace(found.element, read=read, tokens=tokens), len(items)
        ways = f"`{name}.by(key)` is one element"
        if items is not None:
            ways += f", `{'.'.join((name, *items))}` are all of them"
        problem = f"`{name}` is several calls: {ways}"
        return finding("compose-schema", path.mark, problem=problem)

    def _looked_up(
        self, feed: Feed | HookFeed, found: Found, by: By, path: ValuePath
    ) -> tuple[Bound, int] | Finding:
        key = self.resolve(by.key)
        if isinstance(key, Finding):
            return key
        if not key.read.types - {"null"} <= found.key_types:
            return finding(
                "compose-request-type",
                by.key.mark,
                Mark(place=found.key_place, on="key", label="what a key is"),
                parameter=f"the key of `{feed.source.name}`",
                sent=spelled(key.read.types),
                expected=spelled(found.key_types),
            )
        name = f"{feed.source.name}.by({shown(key.read)})"
        read = replace(
            found.element.read,
            root="lookup",
            name=name,
            root_may_miss=True,
            root_may_null=False,
            hops=(),
            mark=path.mark,
        )
        # It is looked up before anything is skipped or left out, so nothing is secured there.
        bare = replace(self, secured=()).resolve(by.key)
        own = key if isinstance(bare, Finding) else bare
        lookup = Lookup(name=name, source=feed.source.name, key=own.read)
        keyed = Keyed(lookup=lookup, key=key, read=read)
        return replace(found.element, read=read, keyed=(*key.keyed, keyed)), 1

    def _source(self, feed: Feed | HookFeed, path: ValuePath) -> Bound | Finding:
        meaning = feed.api.meaning
        pointer = feed.pointer
        if pointer is None:
            at = feed.success.pointer if isinstance(feed, Feed) else ""
            theirs = Mark(place=feed.api.place(at), on="key")
            types = feed.media_types if isinstance(feed, Feed) else ()
            answers = f"`{types[0]}`" if types else "without a body"
            what = f"a value of `{feed.source.name}`, which answers {answers}"
            return finding("compose-unsupported", path.mark_of(-1), theirs, what=what)
        is_sure = feed.source.required or feed.source.fallback is not None
        may_lack = isinstance(feed, Feed) and feed.may_lack
        read = Read(
            root="source",
            name=feed.source.name,
            root_may_miss=(not is_sure and not self.is_waiting) or may_lack,
            root_may_lack=may_lack,
            root_may_null=schema.admits_null(meaning, pointer),
            pointer=pointer,
            types=schema.types(meaning, pointer),
            mark=path.mark,
        )
        return Bound(read=read, api=feed.api, source=feed.source.name)

    def _header(self, path: ValuePath) -> tuple[Bound, int] | Finding:
        """Look up `headers.<source>.<Name>`: a header of what a source answered."""
        source, name = (*path.steps, None, None)[:2]
        feed = self.feeds.get(source.name) if isinstance(source, Name) else None
        if feed is None:
            mark = path.mark_of(0) if path.steps else path.mark
            written = source.name if isinstance(source, Name) else path.text
            return unknown(mark, "source", written, self.feeds, f"`{self.operation.name}`")
        if isinstance(feed, HookFeed):
            problem = f"`{feed.source.name}` is computed by a function, which gives no headers"
            return finding("compose-schema", path.mark, problem=problem)
        wanted = name.name if isinstance(name, Name) else ""
        for header in feed.success.headers:
            if header.name.lower() == wanted.lower():
                found = header_value(feed, header, path.mark, is_waiting=self.is_waiting)
                return found if isinstance(found, Finding) else (found, 2)
        mark = path.mark_of(1) if len(path.steps) > 1 else path.mark
        names = [each.name for each in feed.success.headers]
        within = f"`{feed.upstream.name}.{feed.operation.name}`"
        return unknown(mark, "header", wanted, names, within)

    def _request(self, path: ValuePath) -> tuple[Bound, int] | Finding:
        steps = path.steps
        place, name = (*steps, None, None)[:2]
        if not isinstance(place, Name) or place.name not in _LOCATIONS:
            if isinstance(place, Name) and place.name == "body" and self.body is not None:
                return replace(self.body, read=replace(self.body.read, mark=path.mark)), 1
            mark = path.mark_of(0) if steps else path.mark
            written = place.name if isinstance(place, Name) else path.text
            if written == "body" and self.operation.body is not None:
                what = "a value of a body that is neither JSON, a form nor parts"
                return finding("compose-unsupported", mark, what=what)
            known = [*_LOCATIONS, "body"] if self.body is not None else _LOCATIONS
            return unknown(mark, "part", written, known, "`request`")
        declared = [each for each in self.operation.parameters if each.location == place.name]
        wanted = name.name if isinstance(name, Name) else ""
        for parameter in declared:
            folded = place.name == "header" and parameter.name.lower() == wanted.lower()
            if parameter.name == wanted or folded:
                return self.parameter(parameter, path.mark), 2
        mark = path.mark_of(1) if len(steps) > 1 else path.mark
        names = [each.name for each in declared]
        return unknown(mark, f"{place.name} parameter", wanted, names, f"`{self.operation.name}`")


def parameter_key(parameter: Parameter) -> str:
    """Name a parameter of the request: `path.id`."""
    return f"{parameter.location}.{parameter.name}"


def request_value(api: Api, key: str, parameter: Parameter, mark: Mark) -> Bound:
    """Give a parameter of the client's request as a value; a default makes it always present."""
    default = default_value(api.meaning, parameter.schema_pointer)
    types = schema.types(api.meaning, parameter.schema_pointer)
    read = Read(
        root="request",
        name=key,
        root_may_miss=not parameter.required and default is None,
        root_may_null=parameter.media_type is not None and "null" in types,
        pointer=parameter.schema_pointer,
        types=types,
        mark=mark,
    )
    return Bound(read=read, api=api, source="")


def header_value(feed: Feed, header: Header, mark: Mark, *, is_waiting: bool) -> Bound | Finding:
    """Give a header of a source's answer as a value; where a fallback stands in, it is absent."""
    api = feed.upstream.api
    pointer = header.schema_pointer
    if pointer is None or header.media_type or shape(api.meaning, pointer) is not Shape.PLAIN:
        what = f"the header `{header.name}` of `{feed.source.name}`, which is no plain value"
        there = Mark(place=api.place(header.pointer), on="key")
        return finding("compose-unsupported", mark, there, what=what)
    has_fallback = feed.source.fallback is not None
    types = schema.types(api.meaning, pointer) - {"null"}
    hop = Hop(name=header.name, may_miss=not header.required or has_fallback, may_null=False)
    read = Read(
        root="header",
        name=feed.source.name,
        root_may_miss=not (feed.source.required or has_fallback or is_waiting),
        hops=(hop,),
        pointer=pointer,
        types=types,
        mark=mark,
    )
    tokens: tuple[Token, ...] = (("header", header.name),)
    return Bound(read=read, api=api, source=feed.source.name, tokens=tokens)
