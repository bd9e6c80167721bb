"""Print findings as text for a person at a terminal or in a CI log.

In:  Findings, and a function that looks a Place up in its document.
Out: one text: head, marked lines, notes, help and fingerprint of each finding, then a count.
How: places are looked up once; order is document, line, column, rule, facts. Parts that may be
     coloured are named by their Role; without a painter the text is plain.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bffgen.model.finding import Effect, Finding, Mark
from bffgen.model.place import Locate, Span
from bffgen.report.excerpt import excerpt, shown, underlined
from bffgen.report.wording import Words, words


class Role(StrEnum):
    """What a part of the text is, for a painter; the first three are the printed severities."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    PATH = "path"
    CARET = "caret"


# Gives a part of the text as it is put on the screen.
Paint: TypeAlias = Callable[[Role, str], str]

_SEVERITY = {Effect.BREAKS: Role.ERROR, Effect.RISKY: Role.WARNING, Effect.SAFE: Role.INFO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A mark with the line it is printed at, None where its file is absent."""

    mark: Mark
    span: Span | None

    @property
    def line(self) -> int:
        """1-based; 0 without a span."""
        return 0 if self.span is None else self.span.line

    @property
    def column(self) -> int:
        """1-based, of the first underlined character; 0 without a span."""
        if self.span is None:
            return 0
        return underlined(self.span, self.mark.offset, self.mark.width)[0] + 1

    @property
    def end_column(self) -> int:
        """1-based, behind the last underlined character; 0 without a span."""
        if self.span is None:
            return 0
        return self.column + underlined(self.span, self.mark.offset, self.mark.width)[1]

    @property
    def said(self) -> str:
        """`path:line:column`, or `path#pointer` without a span; printable."""
        path = shown(self.mark.place.document)
        if self.span is not None:
            return f"{path}:{self.line}:{self.column}"
        return f"{path}#{shown(self.mark.place.pointer)}" if self.mark.place.pointer else path


def text(findings: Iterable[Finding], locate: Locate, *, paint: Paint | None = None) -> str:
    """Print findings, errors and warnings in one order, with a closing line that counts them.

    Args:
        findings: in any order.
        locate: gives the line of a place; None where there is no such file.
        paint: gives a named part its colour; None leaves all parts plain.

    Returns:
        Text that ends in a newline; the empty text without findings.
    """
    located = sorted(
        (
            (
                each,
                tuple(Located(mark=mark, span=locate(mark.place, mark.on)) for mark in each.marks),
            )
            for each in findings
        ),
        key=lambda pair: _order(*pair),
    )
    if not located:
        return ""
    painter = paint or plain
    blocks = ["\n".join(_lines(finding, marks, painter)) for finding, marks in located]
    blocks.append(_count(finding for finding, _ in located))
    return "\n\n".join(blocks) + "\n"


def plain(_: Role, part: str) -> str:
    """Paint nothing."""
    return part


def _order(finding: Finding, marks: tuple[Located, ...]) -> tuple[object, ...]:
    """Order findings so that no two different ones are equal: the input's order never shows."""
    first = marks[:1]
    return (
        [each.mark.place.document for each in first],
        [each.line for each in first],
        [each.column for each in first],
        finding.rule,
        [(name, str(value)) for name, value in finding.facts],
        [(each.mark.place.document, each.mark.place.pointer, each.mark.label) for each in marks],
        finding.notes,
        finding.effect,
    )


def _lines(finding: Finding, marks: tuple[Located, ...], paint: Paint) -> list[str]:
    said = words(finding)
    role = _SEVERITY[finding.effect]
    lines = [f"{paint(role, f'{role}[{finding.rule}]')}: {shown(said.head)}"]
    for number, located in enumerate(marks):
        lines += marked(located, _label(located.mark, number, said), paint)
    lines += [f"  = {shown(name)}: {shown(value)}" for name, value in finding.notes]
    if said.help:
        lines.append(f"  = help: {shown(said.help)}")
    return [*lines, f"  = fingerprint: {finding.fingerprint}"]


def _label(mark: Mark, number: int, said: Words) -> str:
    """Take the mark's own label, else the rule's: one for the first mark, one for the others."""
    return mark.label or (said.label if number == 0 else said.second)


def marked(located: Located, label: str, paint: Paint) -> list[str]:
    """Give the lines of one mark: where it is, the author's line, the carets with a label."""
    head = f"  --> {paint(Role.PATH, located.said)}"
    span = located.span
    if span is None:
        return [head]
    first, count = underlined(span, located.mark.offset, located.mark.width)
    line, blank, carets = excerpt(span, first, count)
    number = str(span.line)
    caret_text = f"{carets} {shown(label)}" if label else carets
    return [
        head,
        f"  | {number} | {line}".rstrip(),
        f"  |{' ' * (len(number) + 4)}{blank}{paint(Role.CARET, caret_text)}",
    ]


def _count(findings: Iterable[Finding]) -> str:
    """Count by severity: `3 errors, 1 warning`."""
    counts = Counter(_SEVERITY[each.effect] for each in findings)
    plural = {Role.ERROR: "errors", Role.WARNING: "warnings", Role.INFO: "info"}
    return ", ".join(
        f"{counts[role]} {role if counts[role] == 1 else plural[role]}"
        for role in plural
        if counts[role]
    )
