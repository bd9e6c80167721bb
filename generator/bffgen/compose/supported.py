"""What of the bodies that upstreams take is built.

In:  a request body of an upstream's contract.
Out: the JSON, the form or the parts that are sent; what is not built, in the words of a message.
How: by media type. What would travel in another form than its contract says is refused here, since
     nothing later would notice; parameters in travel.py.
"""

from bffgen.compose.forms import form_of
from bffgen.compose.parts import parts_of
from bffgen.model.api import Api, MediaType, RequestBody
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.form import Form, is_form
from bffgen.model.implemented import SentBody
from bffgen.model.media import bare, is_one_json
from bffgen.model.parts import Parts, is_parts


def sendable_body(api: Api, taken: RequestBody) -> SentBody | None:
    """Give what an upstream is sent as a body: JSON where it takes some, else a form, else parts.

    Args:
        api: the upstream's contract, as it is asked.
    """
    for each in taken.content:
        if is_one_json(each.media_type):
            return _sent(each, taken) if each.schema_pointer else None
    for each in taken.content:
        form = form_of(api, each) if is_form(each.media_type) and each.schema_pointer else ""
        if isinstance(form, Form):
            return _sent(each, taken, form=form)
    for each in taken.content:
        made = parts_of(api, each) if is_parts(each.media_type) and each.schema_pointer else ""
        if isinstance(made, Parts):
            return _sent(each, taken, parts=made)
    return None


def _sent(
    media: MediaType, taken: RequestBody, *, form: Form | None = None, parts: Parts | None = None
) -> SentBody:
    return SentBody(
        media_type=bare(media.media_type),
        required=taken.required,
        pointer=str(media.schema_pointer),
        form=form,
        parts=parts,
    )


def unsendable_body(api: Api, taken: RequestBody, mark: Mark) -> Finding:
    """Tell that an upstream takes a body which is neither JSON, a form nor parts with a schema.

    Args:
        api: the upstream's contract, as it is asked.
        mark: the place in the composition that asks for it.
    """
    listed = ", ".join(f"`{each.media_type}`" for each in taken.content)
    own = [each for each in taken.content if is_one_json(each.media_type)]
    own = own or [each for each in taken.content if is_form(each.media_type)]
    own = own or [each for each in taken.content if is_parts(each.media_type)]
    what = "a body without a schema" if own or not listed else ""
    for each in own:
        why: object = ""
        if each.schema_pointer:
            why = parts_of(api, each) if is_parts(each.media_type) else ""
            why = form_of(api, each) if is_form(each.media_type) else why
        if isinstance(why, str) and why:
            what = f"a body for an upstream as {listed}, {why}"
    theirs = Mark(place=api.place(taken.pointer), on="key")
    return finding(
        "compose-unsupported", mark, theirs, what=what or f"a body for an upstream as {listed}"
    )
