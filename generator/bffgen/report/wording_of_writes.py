"""What the findings about writes say.

In:  nothing.
Out: WRITES, rows of the table of `wording.py`.
"""

from bffgen.report.template import Wording

WRITES: dict[str, Wording] = {
    "compose-two-writes": Wording(
        head=("{operation:tick} has several writes ({sources}), and one may fail after another",),
        label="writes",
        second="writes as well",
        help=(
            "decide under `implement` what a half-done state is answered with, or name what only"
            " reads under `safe` of its upstream in bffgen.yaml",
        ),
    ),
    "compose-write-beside-read": Wording(
        head=(
            "the write {write:tick} begins beside the required {read:tick}, and stays done where"
            " that one fails",
        ),
        label="begins at once",
        second="may fail",
        help=("give {write:tick} a value of {read:tick}, so that it waits",),
    ),
}
