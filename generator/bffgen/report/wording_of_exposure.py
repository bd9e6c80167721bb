"""What the findings about sensitive values say.

In:  nothing.
Out: EXPOSURE, rows of the table of `wording.py`.
"""

from bffgen.report.template import Wording

EXPOSURE: dict[str, Wording] = {
    "compose-exposed": Wording(
        head=("{operation:tick} answers everybody with {value:tick}, which is sensitive",),
        label="answered to everybody",
        second="sensitive here",
        help=(
            "keep it for some by `visible_to`, or leave it out; where everybody may see it, list"
            " {fields} under `expose_sensitive`",
        ),
    ),
    "compose-expose-needless": Wording(
        head=("{field:tick} itself is not sensitive, and `expose_sensitive` lists it",),
        label="not sensitive",
        help=(
            "write {nearest:tick}",
            "take it out: what becomes sensitive there later would pass unseen",
        ),
    ),
}
