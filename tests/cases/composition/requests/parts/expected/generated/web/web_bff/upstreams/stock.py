# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to stock: Stock 1."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.parts_sent import parts_sending
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes


def open_case(body: Sendable) -> UpstreamRequest:
    """POST /cases: Open a case."""
    return UpstreamRequest(
        method="POST",
        path="/cases",
        sending=parts_sending(body, types={"by": "application/json"}),
        accepts=(201,),
    )


def add_note(*, body: Sendable | MISSING = MISSING) -> UpstreamRequest:
    """POST /notes: Add a note."""
    return UpstreamRequest(method="POST", path="/notes", body=json_bytes(body), accepts=(201,))
