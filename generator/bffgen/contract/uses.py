"""Read what a client uses of its upstreams, from a `uses/1` file that its pipeline wrote.

In:  the file's bytes and its name.
Out: Uses; or findings for what does not fit.
"""

import re
from collections.abc import Iterator
from typing import get_args

from bffgen.contract.fields import Fields, kind
from bffgen.contract.yaml import read_document
from bffgen.model.api import In
from bffgen.model.finding import Finding, finding, stops
from bffgen.model.place import Place
from bffgen.model.uses import FORMAT, LiveShare, Use, UsedUpstream, Uses

_READ = re.compile(r"#/responses/[^/]+(/(body(/.*)?|headers/[^/]+(/\*\*)?))?", re.DOTALL)
_SENT = re.compile(rf"#/(body(/.*)?|parameters/({'|'.join(get_args(In))})/[^/]+)", re.DOTALL)


def read_uses(content: bytes, name: str) -> Uses | tuple[Finding, ...]:
    """Read one file."""
    value = read_document(content, name)
    if isinstance(value, tuple):
        return value
    faults: list[Finding] = []
    file = Fields.of(value, Place(document=name), faults)
    file.demand("format")
    file.choice("format", (FORMAT,))
    found = Uses(
        client=file.required_text("client"),
        as_of=file.required_text("as_of"),
        counted=_counted(file),
        live=tuple(_live(file)),
        upstreams=tuple(_upstreams(file)),
    )
    file.done()
    return tuple(faults) if stops(faults) else found


def _counted(file: Fields) -> tuple[str, str] | None:
    window = file.mapping("counted")
    if window is None:
        return None
    window.demand("from")
    window.demand("to")
    days = window.day("from"), window.day("to")
    window.done()
    first, last = days
    return None if first is None or last is None else (first.isoformat(), last.isoformat())


def _live(file: Fields) -> Iterator[LiveShare]:
    for version, value, place in file.items("live"):
        fields = Fields.of(value, place, file.faults)
        shares = [(channel, _share(fields, channel)) for channel in fields]
        found = tuple((channel, each) for channel, each in shares if each is not None)
        yield LiveShare(version=version, shares=found)


def _share(fields: Fields, key: str) -> float | None:
    """Take a share from 0 to 1; None where it is absent."""
    value = fields.raw(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    if key in fields:
        fields.refuse(key, f"{kind(value)} where a share from 0 to 1 belongs")
    return None


def _upstreams(file: Fields) -> Iterator[UsedUpstream]:
    for name, value, place in file.items("upstreams"):
        fields = Fields.of(value, place, file.faults)
        yield UsedUpstream(
            name=name,
            contract_sha256=fields.required_text("contract_sha256"),
            uses=tuple(_uses(fields)),
        )
        fields.done()


def _uses(upstream: Fields) -> Iterator[Use]:
    upstream.demand("uses")
    for number, value in enumerate(upstream.several("uses")):
        fields = Fields.of(value, upstream.at("uses").at(number), upstream.faults)
        yield Use(
            client_operation=fields.required_text("client_operation"),
            operation=fields.required_text("operation"),
            reads=_pointers(fields, "reads", _READ, "`#/responses/200/body/id`"),
            sends=_pointers(fields, "sends", _SENT, "`#/parameters/query/q` or `#/body/id`"),
            optional=fields.flag("optional") or False,
            share=_share(fields, "share"),
        )
        fields.done()


def _pointers(use: Fields, key: str, form: re.Pattern[str], example: str) -> tuple[str, ...]:
    found = use.texts(key)
    for text, place in found:
        if form.fullmatch(text) is None:
            problem = f"`{text}` where a pointer such as {example} belongs"
            use.faults.append(finding("input-schema", place, problem=problem))
    return tuple(text for text, _ in found)
