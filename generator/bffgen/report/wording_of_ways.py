"""What the findings about retries, caches, late beginnings and languages say.

In:  nothing.
Out: WAYS, rows of the table of `wording.py`.
"""

from bffgen.report.template import Wording

WAYS: dict[str, Wording] = {
    "compose-optional-cut": Wording(
        head=(
            "the optional source {source:tick} begins while {least_ms} ms are left, and the plan"
            " has {plan_ms} ms in all",
            "the optional source {source:tick} may need {finish_ms} ms with the reserve, of a"
            " budget of {budget_ms} ms, and is cut then",
        ),
        label="may be cut",
        help=(
            "say less than the {plan_ms} ms of the budget without its reserve, or raise `budget`",
            "lower its `timeout` or that of a source it waits for, or raise `budget`",
        ),
    ),
    "compose-write-retry": Wording(
        head=(
            "{source:tick} is a write, which a retry may do twice: {operation:tick} carries no"
            " idempotency key",
        ),
        label="makes a write again",
        second="changes something",
        help=(
            "take `retry` out, forward a key to it by `idempotency` of the operation, or name it"
            " under `safe` of its upstream in bffgen.yaml where it only reads",
        ),
    ),
    "compose-cache-method": Wording(
        head=("{source:tick} is a write, and no answer of {operation:tick} is kept",),
        label="keeps a write's answer",
        second="changes something",
        help=(
            "take `cache` out, or name the operation under `safe` of its upstream in bffgen.yaml"
            " where it only reads",
        ),
    ),
    "compose-cache-scope": Wording(
        head=("what {source:tick} answers is kept for everybody, and {why}",),
        label="kept for everybody",
        second="of one caller",
        help=("say `scope: identity`, which keeps it for each caller apart",),
    ),
    "compose-language-undeclared": Wording(
        head=(
            "{source:tick} is kept by the languages that callers ask for, and no list says which"
            " there are",
        ),
        label="kept for each spelling",
        help=(
            "list under `languages` of `defaults` those that {operation:tick} answers in, the"
            " usual one first",
        ),
    ),
}
