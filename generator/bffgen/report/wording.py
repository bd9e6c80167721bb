"""Say what a rule's findings say: one table, until these rules have pages of their own.

In:  a Finding: a rule and its facts.
Out: Words: the head, the labels of its marks, the help.
How: templates filled with facts; of several the first whose facts all say something.
"""

from dataclasses import dataclass

from bffgen.model.finding import Finding
from bffgen.report.template import Wording, filled
from bffgen.report.wording_of_bodies import BODIES
from bffgen.report.wording_of_exposure import EXPOSURE
from bffgen.report.wording_of_input import INPUT
from bffgen.report.wording_of_ledger import LEDGER
from bffgen.report.wording_of_waivers import WAIVERS
from bffgen.report.wording_of_ways import WAYS
from bffgen.report.wording_of_writes import WRITES


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A Wording filled with the facts of one finding; a text may be empty."""

    head: str
    label: str
    second: str
    help: str


def words(finding: Finding) -> Words:
    """Fill the wording of a finding's rule.

    Raises:
        KeyError: the rule has no wording, or a fact of it is missing; both are bugs.
    """
    wording = WORDINGS.get(finding.rule)
    if wording is None:
        raise KeyError(f"{finding.rule}: no wording")
    facts = dict(finding.facts)
    return Words(
        # A name that people wrote may be the empty text; the head stands all the same.
        head=filled(finding.rule, wording.head, facts, always=True),
        label=filled(finding.rule, (wording.label,), facts),
        second=filled(finding.rule, (wording.second,), facts),
        help=filled(finding.rule, wording.help, facts),
    )


_COMPOSE = {
    "compose-schema": Wording(
        head=("this is not what a composition takes: {problem}",),
        label="not what a composition takes",
        help=("write what the format takes here, or leave the key out",),
    ),
    "compose-path-syntax": Wording(
        head=("{path:tick} is not a path: {problem}",),
        label="no path from here",
        help=("write {expected}",),
    ),
    "compose-unknown-name": Wording(
        head=("no {kind} is called {name:tick}",),
        label="not {kind:a} here",
        help=(
            "write {nearest:tick}, {kind:a} of {within}",
            "write {nearest:tick}",
            "write {known:names}, or {constant:tick} where the text itself is meant",
            "write {known:names}, of {within}",
            "write {known:names}",
            "declare {name:tick}, or take the name out",
        ),
    ),
    "compose-unsupported": Wording(
        head=("this version does not build {what:tick}",),
        label="not built yet",
        help=("take it out, or leave the operation to a version that builds it",),
    ),
    "compose-ambiguous": Wording(
        head=("{name:tick} may mean {first:tick} or {second:tick}",),
        label="two readings",
        second="one of the two",
        help=("write the mapping out with the one that is meant",),
    ),
    "compose-ambiguous-builder": Wording(
        head=("{keys} may mean a builder or properties of the client",),
        label="two readings",
        second="declares properties of these names",
        help=("write `object:` around the mapping if its keys are properties of the client",),
    ),
    "compose-operation-unanswered": Wording(
        head=("{operation:tick} is promised and nothing answers it",),
        label="not answered",
        second="does not answer it",
        help=("add {operation:tick} under `operations`, or name it in `omit_operations`",),
    ),
    "compose-head-unlike": Wording(
        head=("{operation:tick} is answered as {get:tick} is, and {problem}",),
        label="unlike its GET",
        help=("promise the same for both, or answer {operation:tick} under `operations`",),
    ),
    "compose-property-unmapped": Wording(
        head=(
            "{property:tick} of {schema:tick} is promised and nothing gives it",
            "{property:tick} is promised and nothing gives it",
            "the answer is promised and nothing gives it",
        ),
        label="does not give it",
        second="promised here",
        help=(
            "map {property:tick}, or name it in `omit` if it is optional",
            "write a `body`",
        ),
    ),
    "compose-incomplete-undeclared": Wording(
        head=("{operation:tick} tells what it lacks by {header:tick}, which it does not declare",),
        label="told by a header",
        second="has no {header}",
        help=(
            "declare {header:tick} under `headers` of {status}, a text, or write `header: false`",
        ),
    ),
    "compose-address-passed": Wording(
        head=("{header:tick} is `{given}` as it comes: an address of the service, not of the BFF",),
        label="passes an address on",
        help=(
            "leave {header:tick} out and answer the id in the body, or write an address of this"
            " contract in a function of `implement`",
        ),
    ),
    "compose-header-unmapped": Wording(
        head=("the header {header:tick} is promised and nothing gives it",),
        label="does not give it",
        second="promised here",
        help=("give {header:tick} under `headers`, or make it optional in the contract",),
    ),
    "compose-overlay-unmatched": Wording(
        head=("the overlay's target {target:tick} selects nothing that it can change",),
        label="nothing of the contract",
        help=("write the target as the contract has it now, or take the action out",),
    ),
    "compose-overlay-proved": Wording(
        head=("the contract grants by itself what the overlay assumes at {target:tick}",),
        label="no assumption any more",
        help=("take the action out",),
    ),
    "compose-overlay-observed": Wording(
        head=(
            "{sources:tick} may be served out of bounds, which {family} were promised not to be",
            "{sources:tick} may be served out of bounds, against what clients are promised",
        ),
        label="breaches are served and counted",
        help=(
            "write `drop_item` or `fail`: {family} rely on what their contract says",
            "see in the log what breaks, mend it, and take this out",
        ),
    ),
    "compose-source-unused": Wording(
        head=("the source {source:tick} is called and never read",),
        label="never read",
        help=("take the source out, or map a value of it",),
    ),
    "compose-shape-unused": Wording(
        head=("nothing is built by the shape {component:tick}",),
        label="never used",
        help=("take it out, or map something to {component:tick}",),
    ),
    "compose-setting-unused": Wording(
        head=("the {kind} {name:tick} is set and nothing reads it",),
        label="read by nothing",
        help=("take it out, or read {path:tick}", "take it out"),
    ),
    "compose-not-ejected": Wording(
        head=("{operation:tick} cannot be ejected: {reason}",),
        label="stands in the way",
        help=("edit {function:tick}", "write `implement` and the function by hand"),
    ),
    "compose-request-ignored": Wording(
        head=("clients may send {name:tick} and nothing reads it",),
        label="read by nothing",
        help=("give {name:tick} to a source or a hook, or take it out of the contract",),
    ),
    "compose-type": Wording(
        head=(
            "{property:tick} is given {literal:tick}, which clients are not promised",
            "{property:tick} may be {upstream_type}, and clients are promised {client_type}",
            "the answer may be {upstream_type}, and clients are promised {client_type}",
        ),
        label="gives another type",
        second="promised here",
        help=(
            "write a value that the contract declares for {property:tick}, not {literal:tick}",
            "map {lacking:all} with `enum`, or declare what clients are to expect of it",
            "map a value of the promised type (`else` gives one for null), or convert this one "
            "with `python`",
        ),
    ),
    "compose-bound": Wording(
        head=(
            "{property:tick} may be outside {bound:tick} of {call:tick}",
            "{property:tick} may be outside {bound:tick}, which clients are promised",
        ),
        label="may be outside the bound",
        second="promised here",
        help=(
            "say `limit: {limit}`, or bound {source:tick} where it is declared: until then an "
            "answer of more fails",
            "bound {source:tick} where it is declared: until then a call of {call:tick} with such "
            "a value fails",
            "bound {source:tick} where it is declared, or widen the promise: until then an answer "
            "that would have such a value fails",
        ),
    ),
    "compose-type-unknown": Wording(
        head=(
            "it is not decided whether {property:tick} is always what {call:tick} takes: {reason}",
            "it is not decided whether {property:tick} is always what clients are promised: "
            "{reason}",
        ),
        label="not proved",
        second="promised here",
        help=(
            "write the schema of {source:tick} or of its place in plainer keywords; until then "
            "each value is checked when it is built",
        ),
    ),
    "compose-schema-unsatisfiable": Wording(
        head=("no value fits the schema of {source:tick}, so nothing is proved of what it gives",),
        label="proved by nothing",
        second="no value fits this",
        help=("say in an overlay what the service really sends, or have its contract mended",),
    ),
    "compose-branch": Wording(
        head=(
            "{property:tick}, built as {sent:tick}, may be {also:tick} as well, and clients are "
            "promised {expected}",
            "{property:tick} may be {sent:tick}, and clients are promised {expected}",
        ),
        label="a branch without its counterpart",
        second="promised here",
        help=(
            "give {sent:tick} and {also:tick} a property with a `const` of its own, or say `anyOf`",
            "declare a branch for {sent:tick} in the client's contract, or shape the branch that "
            "stands for it under `shapes`",
        ),
    ),
    "compose-not-an-array": Wording(
        head=("{property:tick} may be {found}, and {wanted_by} needs an array",),
        label="no array",
        second="declared here",
        help=("take the elements of a value that is an array",),
    ),
    "compose-open-shape": Wording(
        head=(
            "{property:tick} is a free-form object of the client, and takes no path",
            "the answer is a free-form object of the client, and takes no path",
        ),
        label="projects into a free form",
        second="free form",
        help=("declare its properties in the contract, or write them out in a mapping",),
    ),
    "compose-presence": Wording(
        head=(
            "{property:tick} is required and may be missing: {why}",
            "the answer is required and may be missing: {why}",
        ),
        label="may be missing",
        second="required here",
        help=(
            "give it a value that is always there, or add `required: false` to {source:tick}",
            "add `else` with a literal, or make it optional where it is promised",
        ),
    ),
    "compose-request-type": Wording(
        head=("{parameter:tick} is sent {sent}, and the upstream takes {expected}",),
        label="sends another type",
        second="declared here",
        help=("send a value that the upstream takes",),
    ),
    "compose-status-undeclared": Wording(
        head=("{operation:tick} answers {statuses:all}, which its contract does not declare",),
        label="lacks {statuses}",
        second="comes from here",
        help=(
            "run `bffgen fix statuses`, or declare them or `default` under `responses` of"
            " {operation:tick}",
        ),
    ),
    "compose-status-unmapped": Wording(
        head=(
            "{call:tick} may refuse what clients ask for with {statuses:all}, and they are told"
            " 502, to ask again",
        ),
        label="maps no {statuses}",
        second="declared here",
        help=(
            "write `{instead}`; {kept:tick} where clients are not to know",
            "write `on_status: {mapping}` beside it; {kept:tick} where clients are not to know",
        ),
    ),
    "compose-problem-undeclared": Wording(
        head=(
            "{operation:tick} answers {status} as {media_type:tick}, which its contract does not"
            " declare",
        ),
        label="no such document here",
        help=("declare {media_type:tick} under `content` of the status",),
    ),
    "compose-cycle": Wording(
        head=("sources wait for each other: {sources}",),
        label="waits in a circle",
        second="waits in a circle",
        help=("take one of the values from the request or from a source outside the circle",),
    ),
    "compose-budget": Wording(
        head=(
            "the longest chain of calls needs {needed_ms} ms ({chain}), {late_by_ms} ms over the"
            " budget of {budget_ms} ms",
        ),
        label="{late_by_ms} ms too little",
        second="waits here",
        help=("lower a `timeout` of the chain, or raise `budget`",),
    ),
    "compose-budget-over-policy": Wording(
        head=("the budget of {budget_ms} ms is over the {policy_ms} ms of the policy",),
        label="over the policy",
        second="{policy_ms} ms here",
        help=("lower `budget`, or raise `latency` in policy.yaml",),
    ),
    "compose-fan-out-unbounded": Wording(
        head=(
            "nothing bounds the calls of {source:tick}: its keys may be more than the {size} of one"
            " call",
            "nothing bounds the calls of {source:tick}",
        ),
        label="no upper bound",
        help=("say `limit`, the most that are asked for in all",),
    ),
    "compose-fan-out-limit": Wording(
        head=("{source:tick} asks for {limit} at most, and there may be {most}: more fail it",),
        label="less than there may be",
        help=("raise `limit` to {most}, or say `required: false`",),
    ),
    "compose-fan-out-batch-exists": Wording(
        head=("{source:tick} makes a call an element, and {batch:tick} takes many keys at once",),
        label="a call an element",
        second="takes many keys",
        help=("call {batch:tick} with `batch`",),
    ),
    "compose-enum": Wording(
        head=(
            "{source:tick} may be {values:all}, which `map` does not cover",
            "{source:tick} may be any value, and `map` covers a few",
        ),
        label="not all are covered",
        second="what is promised",
        help=("map it as well, or say `default`",),
    ),
    "compose-fan-out-over-policy": Wording(
        head=("one request may cause {calls} upstream calls, and the policy allows {limit}",),
        label="{calls} calls",
        second="{limit} calls allowed here",
        help=("call fewer sources, or raise `calls` in policy.yaml",),
    ),
    "compose-no-identity": Wording(
        head=("{operation:tick} asks who calls, and its contract asks for no credentials",),
        label="nobody is known here",
        second="asks for no credentials",
        help=("name a security scheme under `security` of {operation:tick}, or take this out",),
    ),
    "compose-visible-required": Wording(
        head=(
            "{property:tick} is required, and `visible_to` keeps it from some callers",
            "{source:tick} is required, and some callers see nothing of it",
        ),
        label="kept from some callers",
        second="required here",
        help=(
            "make {property:tick} optional in the contract, or take `visible_to` away",
            "add `required: false` to {source:tick}, or read it elsewhere as well",
        ),
    ),
    "compose-security-unsaid": Wording(
        head=("the contract does not say who may call {operation:tick}",),
        label="says nothing of `security`",
        help=("name a security scheme under `security`, or say `security: []` if it is open",),
    ),
    "compose-security-unverified": Wording(
        head=("{scheme:tick} asks for {kind}, which this version cannot verify",),
        label="cannot be verified yet",
        help=("ask for a bearer token or an `apiKey`, or leave it to a later version",),
    ),
    "compose-bound-unenforceable": Wording(
        head=("{keyword:tick} asks for what no generated check can hold",),
        label="cannot be checked",
        second="promised here",
        help=("write the bound in another way, or take it out of the contract",),
    ),
    "compose-hook-syntax": Wording(
        head=("hooks cannot be read: {problem}",),
        label="not Python",
        help=("mend the line",),
    ),
    "compose-hook-missing": Wording(
        head=(
            "there is no {module}, and {function:tick} of it is called",
            "hooks have no function {function:tick}",
        ),
        label="no such function",
        second="not in here",
        help=("add to hooks: {stub}",),
    ),
    "compose-operation-without-hook": Wording(
        head=("no function of hooks answers {operations:names} yet: 501",),
        label="not answered yet",
        help=("add the functions to hooks.py, or write a composition.yaml",),
    ),
    "compose-hook-signature": Wording(
        head=("{function:tick} of hooks does not fit its call: {problem}",),
        label="called here",
        second="defined here",
        help=("write it as {stub}", "change `args` here or the parameters there"),
    ),
    "compose-hook-import": Wording(
        head=("hooks import {name:tick}, which {module:tick} does not have",),
        label="not there",
        help=(
            "take {name:tick} from {elsewhere:tick}",
            "write {nearest:tick}, which {module:tick} has",
            "take it out: what the contracts do not have is not made",
        ),
    ),
    "compose-hook-unused": Wording(
        head=("no composition calls {function:tick} of hooks",),
        label="never called",
        help=("call it with `python` or `implement`, or begin its name with `_`",),
    ),
    "compose-fallback": Wording(
        head=("the fallback of {source:tick} does not fit: {problem}",),
        label="does not fit",
        second="the upstream's schema",
        help=("write a value of the source's schema, or leave `fallback` out",),
    ),
}

_NAMING = {
    "naming-clash": Wording(
        head=("{first:tick} and {second:tick} would both be called {name:tick}",),
        label="one of the two",
        second="the other",
        help=("rename one of the two in the contract, by `operationId` or schema name",),
    ),
}

WORDINGS: dict[str, Wording] = {
    **INPUT,
    **_COMPOSE,
    **BODIES,
    **EXPOSURE,
    **WRITES,
    **WAYS,
    **WAIVERS,
    **LEDGER,
    **_NAMING,
}
