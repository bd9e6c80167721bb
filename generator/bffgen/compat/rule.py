"""Read the pages of the rules; the only module that knows where they lie.

In:  `compat/rules/<id>.md`: a head between two lines of `---`, then the page itself.
Out: a Rule a page, sorted by id; the Example that a page shows.
How: the head is that part of YAML which is one `key: value` a line, so that no reader of YAML is
     needed at start; a page that does not fit is a bug, told by its name and line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, TypeVar, get_args

from bffgen.model.finding import Effect
from bffgen.model.rule import Breaks, Direction, Rule, Shows

MOST_WORDS_OF_A_LABEL: Final = 6
HEADINGS: Final[tuple[str, ...]] = ("Instead", "Known limits", "Source")
BLOCKS: Final[tuple[str, ...]] = ("yaml baseline", "yaml revision", "text finding")

_ID: Final = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_KIND: Final = re.compile(r"[a-z]+(-[a-z0-9]+)*")
_LINE: Final = re.compile(r"([a-z_]+): (.+)")
_FENCE: Final = re.compile(r"^(```+)(.*)$")
# What begins a value that YAML reads as something else than a plain text.
_INDICATORS: Final = frozenset("{}[]&*!|>%@`#,?:-'\"")
_MEMBERS: Final = (
    *("id", "direction", "change", "effect", "otherwise", "breaks", "witness", "why"),
    *("mirror", "why_no_mirror", "replaces", "head", "label", "help"),
)

A = TypeVar("A", bound=str)


class PageFault(ValueError):
    """A page that is not one of a rule; the text names it and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What a page shows, and its test compares.

    Attributes:
        baseline: a schema in YAML, or a document where it begins with `openapi:`.
        revision: likewise.
        finding: the screen; the empty text before it is first blessed.
    """

    baseline: str
    revision: str
    finding: str


def rules_folder() -> Path:
    """Give the folder of the pages."""
    return Path(__file__).resolve().parent / "rules"


@cache
def rules() -> tuple[Rule, ...]:
    """Read all pages, sorted by id.

    Raises:
        PageFault: a page does not fit, or two of them answer to one id.
    """
    found = [
        read_rule(path.name, path.read_text("utf-8"))
        for path in sorted(rules_folder().glob("*.md"))
    ]
    owner: dict[str, str] = {}
    for rule in found:
        for name in (rule.id, *rule.replaces):
            if name in owner:
                raise PageFault(f"{rule.id}.md:1: `{name}` is told by {owner[name]}.md too")
            owner[name] = rule.id
    return tuple(found)


@cache
def rule_by_id() -> Mapping[str, Rule]:
    """Give each rule by its id, and by the retired ids that lead to it."""
    return {name: rule for rule in rules() for name in (rule.id, *rule.replaces)}


def read_rule(name: str, text: str) -> Rule:
    """Read one page.

    Args:
        name: the file name, `<id>.md`.
        text: the whole page.

    Raises:
        PageFault: at the first line that does not fit.
    """
    head = _Head(name, text)
    head.demand(head.text("id") == name.removesuffix(".md"), "id", f"is not {name}")
    shows: Shows = head.choice("witness", get_args(Shows))
    why = head.text("why", given=shows == "none")
    mirror = head.text("mirror")
    head.demand(mirror == "none" or bool(_ID.fullmatch(mirror)), "mirror", "is neither id nor none")
    return Rule(
        id=head.text("id"),
        direction=head.choice("direction", get_args(Direction)),
        changes=head.names("change", _KIND),
        effect=Effect(head.choice("effect", tuple(Effect))),
        otherwise=Effect(head.choice("otherwise", tuple(Effect), silent=Effect.SAFE)),
        breaks=head.choice("breaks", get_args(Breaks)),
        shows=shows,
        why=why,
        mirror="" if mirror == "none" else mirror,
        why_no_mirror=head.text("why_no_mirror", given=mirror == "none"),
        replaces=head.names("replaces", _ID, silent=()),
        head=head.sentence("head"),
        label=head.label(),
        help=head.sentence("help"),
        title=_title(name, head.end, head.rest),
        page=_page(name, head.end, head.rest),
    )


def example(rule: Rule) -> Example:
    """Give what a page shows."""
    parts = {info: content for _, info, content in _blocks(rule.page)}
    baseline, revision, finding = (parts[info] for info in BLOCKS)
    return Example(baseline=baseline, revision=revision, finding=finding)


class _Head:
    """The head of a page: each member with its line.

    Attributes:
        end: number of the line that closes it.
        rest: the page behind it.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        lines = text.split("\n")
        if lines[0] != "---" or "---" not in lines[1:]:
            raise PageFault(f"{name}:1: a page begins with a head between two lines of `---`")
        self.end = lines.index("---", 1) + 1
        self.rest = "\n".join(lines[self.end :])
        self._lines: dict[str, int] = {}
        self._values: dict[str, str] = {}
        for number, line in enumerate(lines[1 : self.end - 1], 2):
            self._take(number, line)

    def _take(self, number: int, line: str) -> None:
        found = _LINE.fullmatch(line)
        if found is None:
            raise PageFault(f"{self.name}:{number}: `key: value` belongs here")
        key, written = found.groups()
        if key not in _MEMBERS:
            raise PageFault(f"{self.name}:{number}: a head has no `{key}`")
        if key in self._values:
            raise PageFault(f"{self.name}:{number}: `{key}` stands twice")
        self._lines[key], self._values[key] = number, written

    def demand(self, holds: bool, key: str, problem: str) -> None:
        """Hold a member against what is said of it."""
        if not holds:
            raise PageFault(f"{self.name}:{self._lines.get(key, 1)}: `{key}` {problem}")

    def text(self, key: str, *, given: bool = True) -> str:
        """Give a member's text; where it must not be given, the empty one."""
        self.demand((key in self._values) is given, key, "is missing" if given else "belongs away")
        if not given:
            return ""
        written = self._values[key]
        if written[0] == "'" and written[-1] == "'" and len(written) > 1:
            inner = written[1:-1]
            self.demand("'" not in inner.replace("''", ""), key, "has a quote that ends it early")
            return inner.replace("''", "'")
        plain = written[0] not in _INDICATORS and ": " not in written and " #" not in written
        self.demand(plain and written == written.strip(), key, "is read otherwise: quote it by '")
        return written

    def choice(self, key: str, known: tuple[A, ...], *, silent: A | None = None) -> A:
        """Give a member that is one of a few words."""
        if silent is not None and key not in self._values:
            return silent
        written = self.text(key)
        found = [each for each in known if each == written]
        self.demand(bool(found), key, f"is none of {', '.join(known)}")
        return found[0]

    def names(
        self, key: str, form: re.Pattern[str], *, silent: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Give a member that is one name, or a list of them in brackets."""
        if silent is not None and key not in self._values:
            return silent
        written = self._values.get(key, "")
        is_many = written.startswith("[") and written.endswith("]")
        found = tuple(written[1:-1].split(", ")) if is_many else (self.text(key),)
        for each in found:
            self.demand(bool(form.fullmatch(each)), key, f"has `{each}`, which is no such name")
        self.demand(len({*found}) == len(found), key, "has a name twice")
        return found

    def sentence(self, key: str) -> str:
        """Give a template: lower case, no full stop, its braces closed."""
        written = self.text(key)
        try:
            parts = list(Formatter().parse(written))
        except ValueError as fault:
            raise PageFault(f"{self.name}:{self._lines[key]}: `{key}`: {fault}") from None
        nameless = any(name is not None and not name.isidentifier() for _, name, _, _ in parts)
        self.demand(not nameless, key, "has braces without the name of a fact")
        is_lower = written[0] == written[0].lower()
        self.demand(is_lower and written[-1] not in ".!", key, "begins small, without a full stop")
        return written

    def label(self) -> str:
        """Give the label; a fact counts as one word."""
        written = self.sentence("label")
        count = len(re.sub(r"\{[^}]*\}", "x", written).split())
        self.demand(count <= MOST_WORDS_OF_A_LABEL, "label", f"has {count} words, of at most 6")
        return written


def _title(name: str, before: int, page: str) -> str:
    """Give the heading that a page begins with."""
    first = page.split("\n", 1)[0]
    if not re.fullmatch(r"# \S.*[^.]", first):
        raise PageFault(f"{name}:{before + 1}: `# ` and a title belong here")
    return first[2:]


def _page(name: str, before: int, page: str) -> str:
    """Check what stands below the title, and give the page without blank lines around it."""
    blocks = list(_blocks(page))
    first = next((number for number, _, _ in blocks), 1)
    if tuple(info for _, info, _ in blocks) != BLOCKS:
        strange = next((number for number, info, _ in blocks if info not in BLOCKS), first)
        known = ", ".join(f"`{each}`" for each in BLOCKS)
        raise PageFault(f"{name}:{before + strange}: the blocks of a page are {known}, in order")
    for number, info, content in blocks:
        if info.startswith("yaml") and not content.strip():
            raise PageFault(f"{name}:{before + number}: nothing stands in `{info}`")
    prose = [(number, line) for number, line in _prose(page) if number > 1 and line.strip()]
    if not any(number < first for number, _ in prose):
        raise PageFault(f"{name}:{before + 2}: the reason belongs below the title")
    known_yet = HEADINGS
    for number, line in prose:
        if line.startswith("#") and number < blocks[-1][0]:
            raise PageFault(f"{name}:{before + number}: headings stand behind the example")
        if line.startswith("#"):
            heading = line.removeprefix("## ")
            if heading not in known_yet:
                known = ", ".join(HEADINGS)
                raise PageFault(f"{name}:{before + number}: the headings are {known}, in order")
            known_yet = known_yet[known_yet.index(heading) + 1 :]
    return page.strip("\n") + "\n"


def _prose(page: str) -> Iterator[tuple[int, str]]:
    """Give the lines that stand in no fenced block, each with its number."""
    fence = ""
    for number, line in enumerate(page.split("\n"), 1):
        found = _FENCE.match(line)
        if not fence and found:
            fence = found[1]
        elif fence and found and found[1] == fence and not found[2]:
            fence = ""
        elif not fence:
            yield number, line


def _blocks(page: str) -> Iterator[tuple[int, str, str]]:
    """Give (line, what stands behind the fence, content) of each fenced block."""
    begun: tuple[int, str, str, list[str]] | None = None
    for number, line in enumerate(page.split("\n"), 1):
        found = _FENCE.match(line)
        if begun is None and found:
            begun = number, found[1], found[2], []
        elif begun is not None and found and found[1] == begun[1] and not found[2]:
            yield begun[0], begun[2], "".join(f"{each}\n" for each in begun[3])
            begun = None
        elif begun is not None:
            begun[3].append(line)
