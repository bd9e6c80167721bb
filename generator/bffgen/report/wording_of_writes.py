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
    "compose-idempotency-undeclared": Wording(
        head=(
            "{operation:tick} answers {statuses:all} where a key comes again, which its contract"
            " does not declare",
            "the contract of {operation:tick} declares no header {header:tick} for a key",
        ),
        label="not declared",
        second="has no such header",
        help=(
            "run `bffgen fix statuses`, or declare {statuses:all} under `responses` of"
            " {operation:tick}",
            "declare {header:tick} under `parameters` of {operation:tick}",
        ),
    ),
    "compose-idempotency-store": Wording(
        head=(
            "{operation:tick} keeps its answers in one process, and {replicas} serve this client",
        ),
        label="kept in one process",
        second="several processes",
        help=(
            "lead equal keys to one process at the balancer, and forward the key to every write",
        ),
    ),
    "compose-error-shape": Wording(
        head=(
            "{operation:tick} promises a failure in a shape that `errors` may not build: {reason}",
            "{operation:tick} promises a failure in another shape than `errors` builds",
        ),
        label="is built otherwise",
        second="promised here",
        help=("promise all failures of the client in one shape, or build what all of them take",),
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
