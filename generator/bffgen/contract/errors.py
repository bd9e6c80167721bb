"""Read `errors` of composition.yaml: how the contract's own words tell a failure.

In:  the file.
Out: Errors; None where failures are told as problems.
"""

from bffgen.contract.building import BuilderReader
from bffgen.contract.fields import Fields
from bffgen.model.finding import finding
from bffgen.model.media import is_json
from bffgen.model.telling import Errors

_USUAL = "application/json"


def read_errors(file: Fields) -> Errors | None:
    """Take the section."""
    own = file.mapping("errors")
    if own is None:
        return None
    own.demand("body")
    media_type = (own.text("media_type") or _USUAL).strip().lower()
    if not is_json(media_type):
        problem = f"`{media_type}` where a media type of JSON belongs"
        file.faults.append(finding("compose-schema", own.at("media_type"), problem=problem))
    is_there = "body" in own
    body = BuilderReader(file.faults).builder(own.raw("body"), own.at("body"))
    own.done()
    return Errors(body=body, media_type=media_type, place=own.place) if is_there else None
