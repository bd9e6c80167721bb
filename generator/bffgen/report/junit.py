"""Print comparisons as a JUnit report, so that what passed is seen too.

In:  a Listing.
Out: XML: a suite for each comparison, a case for each rule that was asked.
How: a rule with errors has a failure; warnings and information are what the case printed.

Source:
    the XML of Jenkins' JUnit plug-in (junit-10.xsd), which GitHub, GitLab and Azure read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bffgen.model.severity import Severity
from bffgen.model.told import Section
from bffgen.report.compared import block
from bffgen.report.entry import Entry, Listing

# What XML 1.0 section 2.2 has no character for.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def suites(listing: Listing) -> str:
    """Print all comparisons of a run."""
    made = [
        _Suite(name=_name(each), by_rule=_by_rule(each, listing))
        for each in listing.report.sections
    ]
    tests = sum(len(each.by_rule) for each in made)
    failures = sum(each.failures for each in made)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="bffgen" tests="{tests}" failures="{failures}">',
        *(line for each in made for line in each.lines()),
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _name(section: Section) -> str:
    return f"bffgen {section.client}".strip()


def _by_rule(section: Section, listing: Listing) -> dict[str, list[Entry]]:
    """Give the findings of each rule that was asked, and of those that speak of waivers."""
    by_rule: dict[str, list[Entry]] = {rule: [] for rule, _ in listing.report.checked}
    for each in listing.of(section):
        by_rule.setdefault(each.finding.rule, []).append(each)
    return dict(sorted(by_rule.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Suite:
    """One comparison as cases."""

    name: str
    by_rule: dict[str, list[Entry]]

    @property
    def failures(self) -> int:
        return sum(any(map(_is_error, each)) for each in self.by_rule.values())

    def lines(self) -> Iterator[str]:
        counts = f'tests="{len(self.by_rule)}" failures="{self.failures}"'
        yield f"  <testsuite name={_quoted(self.name)} {counts}>"
        for rule, own in self.by_rule.items():
            yield from self._case(rule, own)
        yield "  </testsuite>"

    def _case(self, rule: str, own: Sequence[Entry]) -> Iterator[str]:
        head = f"    <testcase classname={_quoted(self.name)} name={_quoted(rule)}"
        if not own:
            yield f"{head}/>"
            return
        yield f"{head}>"
        errors = [each for each in own if _is_error(each)]
        others = [each for each in own if not _is_error(each)]
        if errors:
            more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
            message = _quoted(errors[0].head + more)
            yield f"      <failure type={_quoted(rule)} message={message}>{_text(errors)}</failure>"
        if others:
            yield f"      <system-out>{_text(others)}</system-out>"
        yield "    </testcase>"


def _is_error(entry: Entry) -> bool:
    return entry.severity is Severity.ERROR


def _text(found: Sequence[Entry]) -> str:
    return escape(_NOT_XML.sub("\ufffd", "\n\n".join(map(block, found))))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
