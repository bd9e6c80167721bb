# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `claims`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import AddClaimResponse, AddNoteResponse
from ..models import AddClaimRequest, AddNoteBody, AddNoteRequest, Claim
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parts_body import PartsBody, TakenFile
from ..runtime.serve import Operation, serve
from ..sources.add_claim import AddClaimCalls
from ..sources.add_note import AddNoteCalls

router = APIRouter()


ADD_CLAIM = Operation(
    name="addClaim", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
ADD_CLAIM_BODY = PartsBody(
    Claim,
    files={"photo": TakenFile(at_least=4), "papers": TakenFile(repeats=True)},
    max_bytes=256 * 1024,
)


@serve(router, ADD_CLAIM, "POST", "/claims")
async def add_claim(http: Request, call: Call) -> AddClaimResponse:
    """Say that something arrived broken."""
    with Parsing(http):
        request = AddClaimRequest(body=await ADD_CLAIM_BODY.read(http, call))
    return await plans.add_claim(request, AddClaimCalls(services(http)), call)


ADD_NOTE = Operation(name="addNote", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422)
ADD_NOTE_BODY = PartsBody(AddNoteBody)


@serve(router, ADD_NOTE, "POST", "/notes")
async def add_note(http: Request, call: Call) -> AddNoteResponse:
    """Leave a note."""
    with Parsing(http):
        request = AddNoteRequest(body=await ADD_NOTE_BODY.read_if_sent(http, call))
    return await plans.add_note(request, AddNoteCalls(services(http)), call)
