"""Read what names an upstream operation, and what is made of its failures.

In:  texts such as `catalog.getProduct` or `orders GET /v1/orders/{orderId}`; `on_status` mappings.
Out: service and operation as written; pairs of statuses; what does not fit is a finding.
"""

import re

from bffgen.contract.fields import Fields
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place

_CALL = re.compile(r"([^. ]+)(?:\.([^ ].*)| +([A-Za-z]+ +/.*))")
_FAILURE = re.compile(r"[45][0-9][0-9]")


def read_call(call: str, at: Place, faults: list[Finding]) -> tuple[str, str]:
    """Take `service.operationId` or `service METHOD path` apart; both empty where it is neither."""
    if not call:  # told where it was taken
        return "", ""
    found = _CALL.fullmatch(call)
    if found is None:
        problem = f"`{call}` is neither `service.operation` nor `service METHOD path`"
        faults.append(finding("compose-schema", at, problem=problem))
        return "", ""
    return found[1], found[2] or found[3]


def read_on_status(fields: Fields) -> tuple[tuple[int, int], ...]:
    """Read `on_status`: upstream status to client status, sorted."""
    pairs = []
    for upstream, value, place in fields.items("on_status"):
        is_failure = _FAILURE.fullmatch(upstream) is not None
        if is_failure and isinstance(value, int) and 400 <= value <= 599:
            pairs.append((int(upstream), value))
        else:
            problem = "`on_status` maps an upstream status to a client status, 400 to 599"
            fields.faults.append(finding("compose-schema", place, problem=problem))
    return tuple(sorted(pairs))
