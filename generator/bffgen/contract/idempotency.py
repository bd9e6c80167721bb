"""Read `idempotency` of an operation.

In:  the mapping of one operation in composition.yaml.
Out: Idempotency; what does not fit is a finding at its own place.
"""

from bffgen.contract.calls import read_call
from bffgen.contract.fields import Fields
from bffgen.model.finding import finding
from bffgen.model.idempotency import ForwardTo, Idempotency

# A day: longer than any client tries again by itself.
_KEEP_MS = 24 * 3_600_000


def read_idempotency(fields: Fields) -> Idempotency | None:
    """Take `idempotency`; None where the operation has none."""
    own = fields.mapping("idempotency")
    if own is None:
        return None
    forward_to: list[ForwardTo] = []
    for text, place in own.texts("forward_to"):
        service, operation = read_call(text, place, fields.faults)
        if any((e.service, e.operation) == (service, operation) for e in forward_to):
            problem = f"`{text}` is listed twice"
            fields.faults.append(finding("compose-schema", place, problem=problem))
        elif service:
            forward_to.append(ForwardTo(service=service, operation=operation, place=place))
    keep_ms = own.duration_ms("keep") or _KEEP_MS
    if keep_ms < 1000:
        problem = "an answer is kept for a second or longer"
        fields.faults.append(finding("compose-schema", own.at("keep"), problem=problem))
    read = Idempotency(
        header=own.required_text("header"),
        required=own.flag("required"),
        forward_to=tuple(forward_to),
        keep_ms=keep_ms,
        place=own.place,
    )
    own.done()
    return read if read.header else None
