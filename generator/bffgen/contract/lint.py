"""Find what a document says that OpenAPI forbids or that cannot be meant, beyond its structure.

In:  a bundled document that is built as OpenAPI says, its 2020-12 spelling, its files' bytes.
Out: findings at the author's own places, all of them.
How: one check a subject, each a function from the Contract to findings. In a contract of another
     team nothing of this stops: what cannot be mended here warns.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from bffgen.contract import branches, clashes, quoting, security, unsupported, values
from bffgen.contract.linted import Contract
from bffgen.model.finding import Effect, Finding

_CHECKS: Final[tuple[Callable[[Contract], Iterable[Finding]], ...]] = (
    security.check,
    clashes.check,
    branches.check,
    values.check,
    quoting.check,
    unsupported.check,
)
_MISMATCHES: Final = frozenset(("input-enum-mismatch", "input-default-mismatch"))
# Public contracts break one rule hundreds of times; a screen of these hides everything else.
_SHOWN: Final = 10


def lint(contract: Contract) -> tuple[Finding, ...]:
    """Check one document; a few milliseconds, and one millisecond for some ten examples."""
    found = dict.fromkeys(fault for check in _CHECKS for fault in check(contract))
    # A member without quotes that is no text is one fault, told by what its author has to do.
    unquoted = {each.marks[0].place for each in found if each.rule == "input-yaml-unquoted"}
    told = [
        each
        for each in found
        if each.rule not in _MISMATCHES or each.marks[0].place not in unquoted
    ]
    return tuple(told if contract.is_own else _theirs(told))


def _theirs(found: Iterable[Finding]) -> Iterator[Finding]:
    """Warn of what another team wrote, of each rule a few times."""
    listed = list(found)
    counts = Counter(each.rule for each in listed)
    shown: Counter[str] = Counter()
    for each in listed:
        shown[each.rule] += 1
        if shown[each.rule] > _SHOWN:
            continue
        further = counts[each.rule] - _SHOWN
        notes = each.notes
        if shown[each.rule] == _SHOWN and further:
            notes = (*notes, ("further", f"{further} more findings of this rule in this contract"))
        yield replace(each, effect=Effect.RISKY, notes=notes)
