"""Bind the headers of an answer: what each is given, what is derived, what caches are told.

In:  `headers:` of an operation, the headers that its success declares, the scope of its paths.
Out: GivenHeaders in the order of the contract, and Caching; findings on both sides.
How: a header is bound as a property is, to the schema that the contract gives it; what makes it of
     the whole answer (an ETag, Cache-Control) is left to the runtime.
"""

from collections.abc import Iterable, Mapping

from bffgen.compose.bind import Binder
from bffgen.compose.judge import absence
from bffgen.compose.marks import promise
from bffgen.compose.promises import Reason
from bffgen.compose.scope import Feed, Scope, parameter_key
from bffgen.compose.uses import UseTree
from bffgen.model.api import Api, Header, Operation, Parameter, Response
from bffgen.model.builder import Constant
from bffgen.model.caching import STRICTEST, Caching
from bffgen.model.canonical import Json
from bffgen.model.client import Credentials
from bffgen.model.composition import Answered, AnswerHeader, Derived
from bffgen.model.expression import Expression, Read, parts
from bffgen.model.finding import Effect, Finding, Mark, finding, unknown
from bffgen.model.header import WRITTEN
from bffgen.model.media import json_forms
from bffgen.model.plain import narrowed, plain_schema
from bffgen.model.plan import GivenHeader, ReadHeader
from bffgen.model.security import ApiKey, Http, MutualTls, OAuth2, OpenIdConnect
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.spelling import nearest

UNCHANGED = "`ETag: {derive: body}`, for a client that has the answer; `default` is for failures"

_READS = ("GET", "HEAD")
# Header fields whose values are addresses (RFC 9110 8.7, 10.2.2, RFC 8288, HTML 4.6.7).
_ADDRESSES = frozenset(("content-location", "link", "location", "refresh"))
# Header fields of a request that choose no other representation (RFC 9110 12.5.5, 13.1).
CONDITIONS = frozenset(
    ("if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "range")
)


class HeaderBinder:
    """Binds the headers of one answer.

    Attributes:
        derived: lower-cased name -> how it is made of the whole answer.
        control: a literal Cache-Control, which an incomplete answer replaces.
    """

    def __init__(self, binder: Binder, scope: Scope, success: Response) -> None:
        self._binder = binder
        self._scope = scope
        self._success = success
        self._api = binder.api
        self.derived: dict[str, Derived] = {}
        self.control: str | None = None

    def bind(self, answered: Answered) -> tuple[GivenHeader, ...]:
        """Bind all headers of an operation; one that is required and that nothing gives is told."""
        declared = {each.name.lower(): each for each in self._success.headers}
        given: dict[str, GivenHeader] = {}
        named: dict[str, AnswerHeader] = {}
        for each in answered.headers:
            header = self._declared(each, declared, named)
            if header is None:
                continue
            made = self._bound(each, header)
            if made is not None:
                given[header.name] = made
        misspelled = {nearest(name, [h.name for h in declared.values()]) for name in named}
        for header in declared.values():
            is_given = header.name.lower() in named or header.name.lower() in WRITTEN
            if header.required and not is_given and header.name not in misspelled:
                mark = Mark(place=answered.place, on="key")
                there = promise(self._api, header.pointer, "required here")
                self._refuse(finding("compose-header-unmapped", mark, there, header=header.name))
        order = [each.name for each in self._success.headers]
        return tuple(given[name] for name in order if name in given)

    def _declared(
        self,
        written: AnswerHeader,
        declared: Mapping[str, Header],
        named: dict[str, AnswerHeader],
    ) -> Header | None:
        """Find the contract's header of a name, which is said once."""
        key = Mark(place=written.place, on="key")
        folded = written.name.lower()
        if folded in WRITTEN:
            self._refuse_schema(key, f"`{written.name}` is written by the BFF itself")
        elif folded in named:
            first = named[folded]
            problem = f"`{first.name}` and `{written.name}` are one header"
            self._refuse_schema(key, problem, Mark(place=first.place, on="key"))
        elif folded not in declared:
            named[folded] = written
            names = [each.name for each in declared.values() if each.name.lower() not in WRITTEN]
            within = f"`{self._success.status}` of `{self._scope.operation.name}`"
            self._refuse(unknown(key, "header", written.name, names, within))
        else:
            named[folded] = written
            return declared[folded]
        return None

    def _bound(self, written: AnswerHeader, header: Header) -> GivenHeader | None:
        value = written.value
        if isinstance(value, Derived):
            self._derive(header, value)
            return None
        pointer = header.schema_pointer
        if pointer is None or header.media_type or not _is_plain(self._api, pointer):
            what = f"the header `{header.name}`, which is no plain value"
            there = promise(self._api, header.pointer)
            self._refuse(
                finding("compose-unsupported", Mark(place=written.place), there, what=what)
            )
            return None
        way = f"headers.{header.name}"
        made = self._binder.build(value, self._scope, pointer, way)
        if made is None:
            return None
        if any(isinstance(each, Read) and each.root == "lookup" for each in parts(made)):
            what = f"the header `{header.name}` by a look-up"
            self._refuse(finding("compose-unsupported", Mark(place=written.place), what=what))
            return None
        mark = Mark(place=written.place, on="key")
        fault = absence(made, self._api, pointer, way, mark, required=header.required)
        if fault is not None:
            self._refuse(fault)
            return None
        if isinstance(value, Constant):
            if not _travels(value.value):
                problem = "a header is printable ASCII"
                self._refuse_schema(value.mark, problem)
                return None
            if header.name.lower() == "cache-control" and isinstance(value.value, str):
                self.control = value.value
                return None
        self._binder.faults += _addresses(header, made)
        return GivenHeader(header=header, value=made)

    def _derive(self, header: Header, value: Derived) -> None:
        operation = self._scope.operation
        if operation.method != "GET":
            problem = f"`{header.name}` is derived for GET alone, and this is a {operation.method}"
            self._refuse_schema(Mark(place=value.place), problem)
            return
        self.derived[header.name.lower()] = value

    @property
    def read(self) -> frozenset[str]:
        """Give the client's parameters that the runtime reads, in lower case."""
        return frozenset(("header.if-none-match",) if "etag" in self.derived else ())

    def reasons(self) -> dict[int, Reason]:
        """Say which statuses the BFF can answer because of the headers."""
        etag = self.derived.get("etag")
        return {304: Reason(UNCHANGED, etag.place)} if etag else {}

    def caching(self, forwarded: Iterable[str]) -> Caching:
        """Say what caches are told; everything that the operation reads has been bound by now.

        Args:
            forwarded: request headers that travel on undeclared.
        """
        operation = self._scope.operation
        credentials = tuple(credential_headers(self._api, operation))
        feeds = self._scope.feeds.values()
        if any(
            isinstance(each, Feed) and each.upstream.credentials is Credentials.FORWARD
            for each in feeds
        ):
            # What an upstream answers to one caller is for no other.
            credentials = tuple(dict.fromkeys((*credentials, "Authorization")))
        read = [
            _told_in(parameter)
            for parameter in operation.parameters
            if parameter.location in ("header", "cookie")
            and parameter_key(parameter) in self._binder.reads.requested
            and parameter.name.lower() not in CONDITIONS
        ]
        chooses = ["Accept"] if len(json_forms(self._success)) > 1 else []
        vary = dict.fromkeys((*read, *forwarded, *credentials, *chooses))
        return Caching(
            has_etag="etag" in self.derived,
            control=STRICTEST if "cache-control" in self.derived else self.control,
            vary=tuple(sorted(vary)) if operation.method in _READS else (),
            credentials=credentials,
        )

    def _refuse(self, fault: Finding) -> None:
        self._binder.faults.append(fault)

    def _refuse_schema(self, mark: Mark, problem: str, *also: Mark) -> None:
        self._refuse(finding("compose-schema", mark, *also, problem=problem))


def read_headers(
    headers: Iterable[Header], use: UseTree, upstream: Api, client: Api
) -> list[ReadHeader]:
    """Give the headers of an upstream's answer that are read, narrowed by where they go."""
    found = []
    for header in headers:
        node = use.headers.get(header.name)
        if node is None or header.schema_pointer is None:
            continue
        flat = plain_schema(upstream.meaning, solid(upstream.meaning, header.schema_pointer))
        for target, _ in sorted(node.narrowed_by):
            where = solid(client.meaning, target)
            if _is_plain(client, where):
                flat = narrowed(flat, plain_schema(client.meaning, where))
        found.append(ReadHeader(header=header, schema=flat))
    return found


def credential_headers(api: Api, operation: Operation) -> tuple[str, ...]:
    """Give the request headers in which credentials of an operation's schemes travel, sorted."""
    found = set()
    for name in {name for each in operation.security or () for name, _ in each}:
        match api.scheme(name):
            case ApiKey(location="header") as key:
                found.add(key.parameter)
            case ApiKey(location="cookie"):
                found.add("Cookie")
            case Http() | OAuth2() | OpenIdConnect():
                found.add("Authorization")
            case ApiKey() | MutualTls():
                pass
    return tuple(sorted(found))


def _addresses(header: Header, value: Expression) -> Iterable[Finding]:
    """Warn where an address of a service is passed on: clients learn it, and cannot follow it."""
    for each in parts(value):
        if isinstance(each, Read) and each.root == "header":
            name = each.hops[0].name
            if name.lower() in _ADDRESSES:
                yield finding(
                    "compose-address-passed",
                    each.mark,
                    effect=Effect.RISKY,
                    header=header.name,
                    given=f"{name}` of `{each.name}",
                )


def _is_plain(api: Api, pointer: str) -> bool:
    return shape(api.meaning, pointer) is Shape.PLAIN


def _travels(value: Json) -> bool:
    texts = value if isinstance(value, list) else [value]
    return all(each.isascii() and each.isprintable() for each in texts if isinstance(each, str))


def _told_in(parameter: Parameter) -> str:
    """Name the request header that a parameter comes in."""
    return "Cookie" if parameter.location == "cookie" else parameter.name
