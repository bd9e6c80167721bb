"""What is said of waivers that hold no longer.

In:  nothing.
Out: WAIVERS, rows of the table of `wording.py`.
"""

from typing import Final

from bffgen.report.template import Wording

WAIVERS: Final[dict[str, Wording]] = {
    "waiver-expired": Wording(
        head=("the waiver of {fingerprint} ({of}) has ended, and the finding is back",),
        label="the first day without it",
        help=("mend what was waived, or let {owner} waive it anew",),
    ),
    "waiver-outgrown": Wording(
        head=("the waiver of {fingerprint} ({of}) does not name {operations:all}",),
        label="not all that it reaches",
        help=("name {operations:all} too, if it is accepted there as well",),
    ),
    "waiver-unused": Wording(
        head=("the waiver of {fingerprint} waives nothing",),
        label="no such finding",
        help=("remove the waiver",),
    ),
}
