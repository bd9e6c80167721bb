"""Functions that take and give bytes: what of `implement` needs a body that is read and built.

In:  an operation with `implement`, how its body is read, the statuses that have classes.
Out: findings for what is said beside it and nothing would do; whether an upstream takes bytes.
"""

from collections.abc import Iterable, Sequence

from bffgen.compose.passed import underived
from bffgen.model.api import RequestBody
from bffgen.model.composition import Answered
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.form import is_form
from bffgen.model.implemented import Answerable, Carried
from bffgen.model.intake import Intake
from bffgen.model.media import is_one_json
from bffgen.model.parts import is_parts


def beyond_content(
    answered: Answered, taken: Intake | None, answers: Sequence[Answerable]
) -> Iterable[Finding]:
    """Refuse what only a body could have that is read, or one that is built."""
    takes = taken is not None and taken.is_passed
    gives = any(each.carries is Carried.CONTENT for each in answers)
    said = []
    if answered.idempotency is not None and (takes or gives):
        said.append(("idempotency", answered.idempotency.place))
    if answered.writable_by and takes:
        said.append(("writable_by", answered.place.at("writable_by")))
    for word, place in said:
        what = f"`{word}` beside a body that is bytes as they come"
        yield finding("compose-unsupported", Mark(place=place, on="key"), what=what)
    if gives:
        yield from underived(answered)


def is_content(taken: RequestBody) -> bool:
    """Say whether an upstream takes nothing but bytes that nobody builds."""
    return not any(
        is_one_json(each.media_type)
        or is_form(each.media_type)
        or (is_parts(each.media_type) and each.schema_pointer is not None)
        for each in taken.content
    )
