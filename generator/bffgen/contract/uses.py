"""Read what a client uses of its upstreams, from a `uses/1` file that its pipeline wrote.

In:  the file's bytes and its name.
Out: Uses; or findings for what does not fit.
"""

from collections.abc import Iterator

from bffgen.contract.fields import Fields
from bffgen.contract.yaml import read_document
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Place
from bffgen.model.uses import FORMAT, Use, UsedUpstream, Uses


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
        upstreams=tuple(_upstreams(file)),
    )
    file.done()
    return tuple(faults) if stops(faults) else found


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
    written = upstream.raw("uses")
    for number, value in enumerate(written if isinstance(written, list) else ()):
        fields = Fields.of(value, upstream.at("uses").at(number), upstream.faults)
        yield Use(
            client_operation=fields.required_text("client_operation"),
            operation=fields.required_text("operation"),
            reads=tuple(text for text, _ in fields.texts("reads")),
            sends=tuple(text for text, _ in fields.texts("sends")),
            optional=fields.flag("optional") or False,
        )
        fields.done()
