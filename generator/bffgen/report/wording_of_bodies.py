"""What the findings about bodies that are no JSON say.

In:  nothing.
Out: BODIES, rows of the table of `wording.py`.
"""

from bffgen.report.template import Wording

BODIES: dict[str, Wording] = {
    "compose-media-type": Wording(
        head=("{source:tick} may answer {sent}, and clients are promised {promised}",),
        label="sends something else",
        help=(
            "name the source that answers it, or declare what is sent where it is promised;"
            " what is no JSON is passed on as it is",
        ),
    ),
    "compose-callback-unmade": Wording(
        head=("{operation:tick} promises the callback {callback:tick}, which no source makes",),
        label="nobody calls it",
        help=(
            "answer the operation by a function of `implement`, which can see to it, or take the"
            " callback out",
        ),
    ),
    "compose-stream-unsupported": Wording(
        head=("{operation:tick} answers {stream:tick}, which is not composed: it is answered 501",),
        label="a stream",
        help=(
            "serve it beside the BFF, or promise a list of what there is; every other operation"
            " is built",
        ),
    ),
    "compose-operation-raw": Wording(
        head=(
            "no class is made of {what}: only a raw function of hooks can answer"
            " {operations:names}",
        ),
        label="not typed yet",
        help=(
            "give the function a `RawRequest` and let it give a `Response`, which is held to"
            " statuses and media types alone; every other operation is typed",
        ),
    ),
    "compose-media-unserved": Wording(
        head=("clients are promised {media_type:tick} as well, and are answered JSON alone",),
        label="nothing gives it",
        help=("take it out of the contract, or give it an operation of its own that passes it on",),
    ),
}
