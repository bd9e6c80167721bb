"""What of the bodies that upstreams take is built.

In:  a request body of an upstream's contract.
Out: the JSON that is sent; what is not built yet, in the words of a message.
How: by media type. What would travel in another form than its contract says is refused here, since
     nothing later would notice; parameters in travel.py.
"""

from bffgen.model.api import Api, RequestBody
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.media import bare, is_one_json


def json_of(taken: RequestBody) -> tuple[str, str] | None:
    """Give the JSON that an upstream takes: its bare name and the pointer of its schema."""
    for each in taken.content:
        if is_one_json(each.media_type):
            return (bare(each.media_type), each.schema_pointer) if each.schema_pointer else None
    return None


def unsendable_body(api: Api, taken: RequestBody, mark: Mark) -> Finding:
    """Tell that an upstream takes a body which is no JSON with a schema.

    Args:
        mark: the place in the composition that asks for it.
    """
    listed = ", ".join(f"`{each.media_type}`" for each in taken.content)
    has_json = any(is_one_json(each.media_type) for each in taken.content)
    what = "a body without a schema" if has_json or not listed else ""
    theirs = Mark(place=api.place(taken.pointer), on="key")
    return finding(
        "compose-unsupported", mark, theirs, what=what or f"a body for an upstream as {listed}"
    )
