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
}
