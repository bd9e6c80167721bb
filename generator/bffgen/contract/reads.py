"""Read `evidence/reads.json`, or what an app's build wrote for it: which places a build uses.

In:  the file's bytes and path.
Out: Reads, and the text of one; or findings for what does not fit.
"""

import re
from collections.abc import Iterator
from typing import Final

from bffgen.contract.fields import Fields
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import Json, indented
from bffgen.model.finding import Finding, finding, stops
from bffgen.model.grammar import METHODS
from bffgen.model.place import Place
from bffgen.model.reads import FORMAT, BuildReads, OperationReads, Reads, Teller
from bffgen.model.template import nameless

_METHODS: Final = frozenset(each.upper() for each in METHODS)
_STATUS: Final = r"([1-5][0-9X]{2}|default)"
_READ: Final = re.compile(rf"#/(response/{_STATUS}(/[^/]+)*|headers/{_STATUS}/[^/]+)", re.DOTALL)
_SENT: Final = re.compile(
    r"#/(request(/[^/]+)*|parameters/(path|query|header|cookie)/[^/]+)", re.DOTALL
)
_LIKE_READ: Final = "`#/response/200/badge` or `#/headers/200/X-Total`"
_LIKE_SENT: Final = "`#/request/note` or `#/parameters/query/size`"


def read_reads(content: bytes, path: str, client: str) -> Reads | tuple[Finding, ...]:
    """Read what builds of a client say."""
    value = read_document(content, path)
    if isinstance(value, tuple):
        return value
    faults: list[Finding] = []
    file = Fields.of(value, Place(document=path), faults)
    file.demand("format")
    file.choice("format", (FORMAT,))
    whose = file.required_text("client")
    if whose and whose != client:
        file.refuse("client", f"`{whose}`, and these are the reads of `{client}`")
    file.demand("builds")
    found = Reads(client=client, builds=tuple(sorted(_builds(file), key=_order)), place=file.place)
    file.done()
    return tuple(faults) if stops(faults) else found


def _order(build: BuildReads) -> tuple[str, str]:
    return build.channel, build.build


def _builds(file: Fields) -> Iterator[BuildReads]:
    for channel, of_channel, place in file.items("builds"):
        named = Fields.of(of_channel, place, file.faults)
        for name in named:
            fields = named.mapping(name)
            if fields is None:
                continue
            teller, digest = _source(fields)
            fields.demand("operations")
            yield BuildReads(
                channel=channel,
                build=name,
                teller=teller,
                sha256=digest,
                operations=tuple(sorted(_operations(fields), key=lambda each: each.operation)),
            )
            fields.done()


def _source(build: Fields) -> tuple[Teller, str]:
    source = build.mapping("source")
    if source is None:
        return Teller.MANIFEST, ""
    source.demand("kind")
    found = source.choice("kind", tuple(Teller)), source.required_text("sha256")
    source.done()
    return Teller(found[0] or Teller.MANIFEST), found[1]


def _operations(build: Fields) -> Iterator[OperationReads]:
    seen: set[str] = set()
    for name, value, place in build.items("operations"):
        method, _, path = name.partition(" ")
        if method not in _METHODS or not path.startswith("/"):
            problem = f"`{name}` where an operation such as `GET /home` belongs"
            build.faults.append(finding("input-schema", place, problem=problem))
        elif nameless(name) in seen:
            problem = f"`{name}` a second time, as names of path parameters say nothing"
            build.faults.append(finding("input-schema", place, problem=problem))
        seen.add(nameless(name))
        fields = Fields.of(value, place, build.faults)
        fields.demand("reads")
        yield OperationReads(
            operation=name,
            reads=_places(fields, "reads", _READ, _LIKE_READ) or (),
            sends=_places(fields, "sends", _SENT, _LIKE_SENT),
            statuses=_places(fields, "statuses", re.compile(_STATUS), "`200` or `default`"),
        )
        fields.done()


def _places(
    fields: Fields, key: str, form: re.Pattern[str], expected: str
) -> tuple[str, ...] | None:
    if key not in fields:
        return None
    found = []
    for text, place in fields.texts(key):
        if form.fullmatch(text):
            found.append(text)
        else:
            problem = f"`{text}` where a place such as {expected} belongs"
            fields.faults.append(finding("input-schema", place, problem=problem))
    return tuple(found)


def written_reads(reads: Reads) -> bytes:
    """Write what is read again as it is; the same reads give the same bytes."""
    builds: dict[str, Json] = {}
    for each in sorted(reads.builds, key=_order):
        of_channel = builds.setdefault(each.channel, {})
        assert isinstance(of_channel, dict)
        of_channel[each.build] = {
            "source": {"kind": str(each.teller), "sha256": each.sha256},
            "operations": {one.operation: _written(one) for one in each.operations},
        }
    value: Json = {"format": FORMAT, "client": reads.client, "builds": builds}
    return f"{indented(value)}\n".encode()


def _written(one: OperationReads) -> Json:
    made: dict[str, Json] = {"reads": [*sorted(set(one.reads))]}
    if one.sends is not None:
        made["sends"] = [*sorted(set(one.sends))]
    if one.statuses is not None:
        made["statuses"] = [*sorted(set(one.statuses))]
    return made
