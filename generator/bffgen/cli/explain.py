"""`bffgen explain`: the page of a rule or of a finding, or all rules.

In:  the id of a rule, or nothing; the fingerprint of a finding, where it is found, and what the
     comparison that found it took for granted.
Out: on a terminal the page as it is meant to look, elsewhere the text of the page.
"""

import sys
from collections.abc import Sequence

from bffgen.cli.flags import (
    Assumed,
    FindingsFiles,
    HowRead,
    OfFamily,
    OneSide,
    OtherSide,
    RuleName,
    WrongUse,
)
from bffgen.cli.screen import Screen
from bffgen.model.rule import Rule
from bffgen.model.verdict import Licence
from bffgen.report.explained import explained
from bffgen.report.wording import WORDINGS
from bffgen.report.wording_of_ledger import LEDGER
from bffgen.tasks.explain import (
    Page,
    close_to,
    composing,
    every_page,
    every_rule,
    is_fingerprint,
    page_of,
)

_DIRECTIONS = {
    "request": "sent by the client",
    "response": "received by the client",
    "none": "of the contract itself",
}


def run(
    rule: RuleName = None,
    baseline: OneSide = None,
    revision: OtherSide = None,
    files: FindingsFiles = None,
    family: OfFamily = None,
    decoder: HowRead = None,
    compat: Assumed = None,
) -> int:
    """Print a page, or the list."""
    screen = Screen(sys.stdout, sys.stderr)
    if rule is not None and is_fingerprint(rule):
        from bffgen.cli.finding import Assumptions, found_by  # 0.15 s of import, not for a rule

        said = Assumptions(family=family, decoder=decoder or (), compat=compat or ())
        finding = found_by(rule, baseline, revision, files or (), said)
        screen.out.write(screen.out.marked_up(explained(finding)))
        return 0
    if baseline is not None or files or family or decoder or compat:
        raise WrongUse(f"only a finding is looked for somewhere, and `{rule}` is no fingerprint")
    if rule is None:
        screen.out.write(listed(every_rule(), every_page()))
        return 0
    composed = composing(rule)
    if composed is not None:
        screen.out.write(screen.out.marked_up(told(composed)))
        return 0
    found = page_of(rule)
    if found is None:
        raise WrongUse(_unknown(rule))
    text = page(found, rule)
    screen.out.write(screen.out.marked_up(text))
    return 0


def page(rule: Rule, asked: str) -> str:
    """Give a page with the facts of its head, as Markdown."""
    otherwise = f"; {rule.otherwise} where the proof says so" if rule.shows == "payload" else ""
    facts = [
        f"`{rule.id}`: {rule.effect}{otherwise}. It is about what is"
        f" {_DIRECTIONS[rule.direction]}, and breaks: {rule.breaks}.",
    ]
    if asked != rule.id:
        facts.insert(0, f"`{asked}` is now `{rule.id}`.")
    if rule.shows == "none":
        facts.append(f"It shows no value: {rule.why}.")
    mirror = f"`{rule.mirror}`" if rule.mirror else f"none, as {rule.why_no_mirror}"
    facts.append(f"The reverse change: {mirror}.")
    title, _, rest = rule.page.partition("\n")
    for side in ("baseline", "revision"):
        rest = rest.replace(f"```yaml {side}\n", f"\n{side.capitalize()}:\n\n```yaml\n")
    rest = rest.replace("```text finding\n", "\nFinding:\n\n```text\n")
    return f"{title}\n\n" + "\n".join(facts) + f"\n\n{rest}"


def told(composed: Page) -> str:
    """Give the page of what a build finds, as Markdown."""
    head = f"# {composed.title}\n\n`{composed.id}`: found by `bffgen build`."
    return f"{head}\n\n{composed.text}\n\nFinding:\n\n```text\n{composed.finding}\n```\n"


def listed(every: Sequence[Rule], composed: Sequence[Page]) -> str:
    """List rules by what they are about, then what a build finds."""
    width = max(len(name) for name in (*(e.id for e in every), *(e.id for e in composed)))
    lines: list[str] = []
    for direction, what in _DIRECTIONS.items():
        lines += ["", f"{what}:"] if lines else [f"{what}:"]
        own = [each for each in every if each.direction == direction]
        lines += [f"  {each.id:<{width}}  {each.effect:<6}  {each.title}" for each in own]
    lines += ["", "of a composition:"]
    lines += [f"  {each.id:<{width}}          {each.title}" for each in composed]
    return "\n".join(lines) + "\n"


def _unknown(name: str) -> str:
    if name in {*Licence}:
        said = f"`{name}` is no rule but a licence, by which what breaks a promise passes"
        return f"{said}: docs/releases.md has when it does"
    if name in LEDGER:
        said = f"`{name}` has no page: its findings say what is wrong and what helps"
        return f"{said}, and docs/releases.md what a ledger holds and when a promise ends"
    if name in WORDINGS:
        return f"`{name}` has no page: its findings say what is wrong and what helps"
    close = close_to(name)
    said = f"the nearest is `{close}`" if close else "`bffgen explain` lists them"
    return f"no rule is called `{name}`; {said}"
