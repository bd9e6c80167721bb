"""Print whether a candidate may go out: what stops it, whom it hurts, what would let it pass.

In:  a Section that was decided against live releases; what would help.
Out: text for a terminal or a log.
"""

from collections.abc import Iterator, Sequence

from bffgen.model.calendar import written
from bffgen.model.finding import WAY, Effect, Finding
from bffgen.model.live import newest
from bffgen.model.severity import Severity
from bffgen.model.told import Section, Told
from bffgen.model.verdict import Verdict
from bffgen.report.entry import operations_line
from bffgen.report.excerpt import shown
from bffgen.report.wording import words

_WORD = {Severity.ERROR: "BLOCK", Severity.WARNING: "WARN", Severity.INFO: "PASS"}


def answered(section: Section, word: str, ways: Sequence[str], counts: str = "") -> str:
    """Print the answer for one client.

    Args:
        counts: what they are of that it was decided with.
    """
    return "".join(f"{shown(line)}\n" for line in _lines(section, word, ways, counts))


def _lines(section: Section, word: str, ways: Sequence[str], counts: str) -> Iterator[str]:
    live = section.live
    assert live is not None
    builds = sum(each.is_live for state in live.live for each in state.builds)
    digests = len({each.release.contract_sha256 for each in live.live})
    yield (
        f"{section.client}: candidate {section.comparison.revision.version} against "
        f"{_many(digests, 'contract')} ({_many(len(live.live), 'live release')}, "
        f"{_many(builds, 'live build')}), as of {written(live.as_of)}"
        f"{f', {counts}' if counts else ''}"
    )
    told = [each for each in section.told if _is_told(each)]
    stopping = [each for each in section.notes if each.effect is Effect.BREAKS]
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        for each in told:
            if each.severity is severity:
                yield from _finding(each)
        if severity is Severity.ERROR:
            yield from (_noted(each) for each in stopping)
    ways = (*(way for each in stopping for way in _mending(each)), *ways)
    if ways and word != "yes":
        yield "ways to a yes:"
        yield from (f"  {each}" for each in ways)
    blocking = sum(each.severity is Severity.ERROR for each in section.told) + len(stopping)
    yield f"{word}: {blocking} blocking" if word != "yes" else "yes"


def _noted(note: Finding) -> str:
    """Say what stops a candidate that is no change of it, as what is written below tells it."""
    return f"BLOCK {note.rule}  {words(note).head}"


def _mending(note: Finding) -> Iterator[str]:
    """Say what helps: by the ways it has, else as its help does."""
    found = [text for name, text in note.notes if name == WAY]
    about = dict(note.facts).get("target") or note.rule
    yield from (f"{about}: {each}" for each in found or [words(note).help] if each)


def _is_told(each: Told) -> bool:
    """Say whether a finding is worth a line: one that stops, warns, or passes by a licence."""
    return each.severity is not Severity.INFO or any(one.licences for one in each.affects)


def _finding(each: Told) -> Iterator[str]:
    finding = each.finding
    hurt = ", ".join(name for name, answer in finding.operations if answer != "yes")
    operations = hurt or operations_line(finding)
    name = str(dict(finding.facts).get("name", ""))
    what = f"{operations or finding.coordinate}  {name}" if name not in operations else operations
    yield f"{_WORD[each.severity]:5} {finding.rule}  {what.strip()}  {finding.fingerprint}"
    for one in each.affects:
        rests = ", ".join(newest(one.builds))
        if one.verdict is Verdict.PASS:
            said = f"passes, {', '.join(one.licences)}: {one.why}" if one.licences else "passes"
        else:
            said = "; ".join(part for part in (rests, one.why) if part)
        yield f"      {one.version}  {said}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
