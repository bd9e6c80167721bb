# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answer `printLabels`: the team's function does, raw."""

from starlette.responses import Response

from .. import hooks
from ..ports import PrintLabelsUpstreams
from ..runtime.call import Call
from ..runtime.raw import Promised, RawRequest, raw_answered

PROMISED = Promised({"201": (), "default": ("application/problem+json",)})


async def print_labels(request: RawRequest, up: PrintLabelsUpstreams, call: Call) -> Response:
    """`print_labels` of hooks answers, in 770 ms at most. It asks no upstream."""
    return await raw_answered(hooks.print_labels(request, up, call), PROMISED, call)
