"""Find what is answered to everybody although its upstream calls it sensitive.

In:  a plan, its sources, what `expose_sensitive` lists.
Out: findings: sensitive values that everybody is answered, entries that name none.
How: the lineage of what everybody is answered, so without what `visible_to` keeps for some, is
     walked through the contracts. A value is sensitive where a schema on the way to it says so, or
     one below where all of it is taken. What only decides about a field (that it is there, how many
     elements it has, by which key it was found) is not in the answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.lineage import for_everybody
from bffgen.compose.scope import Feed
from bffgen.compose.walked import acting, reached
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.composition import Answered
from bffgen.model.exposure import HEADER, SENSITIVE, Exposure, spelled_field
from bffgen.model.finding import Effect, Finding, Mark, finding, unknown
from bffgen.model.lineage import Builder, Line, OperationLineage, Part, Way, dotted
from bffgen.model.place import Place, join
from bffgen.model.plan import Plan
from bffgen.model.spelling import nearest
from bffgen.model.tree import at, has

# By what a value, or what is made of it, comes to stand in an answer.
_GIVING: Final = frozenset[Builder](("path", "value", "enum", "python"))
# By what an object or a list of the answer is one of the upstream's.
_HOLDING: Final = frozenset[Builder](("from", "each"))

_Feeds: TypeAlias = Mapping[str, Feed | HookFeed]


@dataclass(frozen=True, slots=True)
class _Secret:
    """What is sensitive: where that is said, and how a source has it."""

    place: Place
    source: str
    way: Way

    @property
    def text(self) -> str:
        """Write it as a composition does."""
        if self.way and self.way[0].startswith(HEADER):
            return f"headers.{self.source}.{self.way[0].removeprefix(HEADER)}"
        return dotted((self.source, *self.way))


def exposed(answered: Answered, plan: Plan, feeds: _Feeds) -> Iterable[Finding]:
    """Judge what everybody is answered, and the list of what they may be."""
    listed = answered.expose_sensitive
    if not listed and not any(_says_sensitive(each) for each in feeds.values()):
        return ()
    followed, marks = for_everybody(plan)
    found = _Exposed(followed, marks, feeds)
    return (*found.unlisted(answered), *found.needless(answered))


class _Exposed:
    """The sensitive values of one answer.

    Attributes:
        given: what is sensitive -> the lines by which everybody gets it.
        held: what is sensitive -> fields that are it as a whole.
    """

    def __init__(
        self, followed: OperationLineage, marks: Mapping[Line, Mark], feeds: _Feeds
    ) -> None:
        self._followed = followed
        self._marks = marks
        self._feeds = feeds
        self.given: dict[_Secret, list[Line]] = {}
        self.held: dict[_Secret, set[Way]] = {}
        for line in followed.fields:
            is_given = line.builder in _GIVING or line.like is not None
            if not is_given and line.builder not in _HOLDING:
                continue
            for secret in self._secrets(line.part, whole=line.takes_all and is_given):
                if is_given:
                    self.given.setdefault(secret, []).append(line)
                else:
                    self.held.setdefault(secret, set()).add(line.to)

    def unlisted(self, answered: Answered) -> Iterator[Finding]:
        """Find what everybody gets and no entry lists: a finding each that is sensitive."""
        ways = [each.way for each in answered.expose_sensitive]
        ways += [way for entry in answered.expose_sensitive for way in self._meant(entry)]
        for secret, lines in self.given.items():
            lines = [each for each in lines if not self._covering(secret, each.to, ways)]
            if not lines:
                continue
            fields = dict.fromkeys(self._named(secret, each.to) for each in lines)
            mark = self._marks.get(lines[0], Mark(place=answered.place, on="key"))
            yield finding(
                "compose-exposed",
                mark,
                Mark(place=secret.place, on="key"),
                operation=answered.operation,
                value=secret.text,
                fields=", ".join(f'`"{spelled_field(each)}"`' for each in fields),
            )

    def needless(self, answered: Answered) -> Iterator[Finding]:
        """Find the entries that name no field, or none that is sensitive."""
        fields = self._fields
        names = [spelled_field(each) for each in fields]
        for entry in answered.expose_sensitive:
            if self._is_needed(entry):
                continue
            if not self._followed.knows(entry.way):
                known = names or sorted({spelled_field(e.to) for e in self._followed.fields})
                within = f"the answer of `{answered.operation}`"
                yield unknown(Mark(place=entry.place), "field", entry.text, known, within)
                continue
            yield finding(
                "compose-expose-needless",
                entry.place,
                effect=Effect.RISKY,
                field=entry.text,
                nearest=nearest(entry.text, names) or self._below(entry, fields),
            )

    @property
    def _fields(self) -> list[Way]:
        """Give what an entry may name, in the order of the answer."""
        named = (self._named(secret, e.to) for secret, lines in self.given.items() for e in lines)
        return list(dict.fromkeys(named))

    def _meant(self, entry: Exposure) -> Iterator[Way]:
        """Give what a misspelled entry means, which is one fault and not one more."""
        if not self._followed.knows(entry.way):
            meant = nearest(entry.text, map(spelled_field, self._fields))
            yield from (each for each in self._fields if spelled_field(each) == meant)

    def _is_needed(self, entry: Exposure) -> bool:
        return any(
            self._covering(secret, line.to, [entry.way])
            for secret, lines in self.given.items()
            for line in lines
        )

    def _below(self, entry: Exposure, fields: Iterable[Way]) -> str:
        """Give the first sensitive field below one that is none itself."""
        below = (each for each in fields if each[: len(entry.way)] == entry.way)
        return next(map(spelled_field, below), "")

    def _covering(self, secret: _Secret, to: Way, ways: Iterable[Way]) -> bool:
        """Say whether a field is listed, or one around it that is sensitive as a whole."""
        held = self.held.get(secret, set())
        return any(each == to or (each in held and to[: len(each)] == each) for each in ways)

    def _named(self, secret: _Secret, to: Way) -> Way:
        """Give the outermost field that is sensitive as a whole, else the field itself."""
        held = (e for e in self.held.get(secret, set()) if to[: len(e)] == e)
        return min(held, key=len, default=to)

    def _secrets(self, part: Part, *, whole: bool) -> Iterator[_Secret]:
        """Give what is sensitive on the way to a part; of a whole also what is below it."""
        feed = self._feeds.get(part.name)
        if part.holder == "header" and isinstance(feed, Feed):
            yield from _of_header(feed, part)
        elif part.holder == "answer" and isinstance(feed, Feed) and feed.pointer is not None:
            yield from _of_value(feed.api, feed.pointer, part, whole=whole)
        elif part.holder == "hook" and isinstance(feed, HookFeed):
            yield from _of_value(feed.api, feed.pointer, part, whole=whole)
            asked = self._followed.source(part.name)
            for line in asked.given if asked is not None else ():
                yield from self._secrets(line.part, whole=True)


def _of_value(api: Api, pointer: str, part: Part, *, whole: bool) -> Iterator[_Secret]:
    levels = acting(api, pointer, part.way)
    for taken, level in enumerate(levels):
        for each in sorted(level):
            if _is_sensitive(api, each):
                yield _Secret(_said(api, each), part.name, part.way[:taken])
                return
    if whole:
        for each in sorted(reached(api, levels[-1])):
            if _is_sensitive(api, each):
                yield _Secret(_said(api, each), part.name, part.way)


def _of_header(feed: Feed, part: Part) -> Iterator[_Secret]:
    named = (e for e in feed.success.headers if e.name.lower() == part.way[0].lower())
    for header in named:
        schema = [header.schema_pointer] if header.schema_pointer is not None else []
        for each in (header.pointer, *schema):
            if _is_sensitive(feed.api, each):
                yield _Secret(_said(feed.api, each), part.name, (f"{HEADER}{header.name}",))
                return


def _says_sensitive(feed: Feed | HookFeed) -> bool:
    """Say whether anything that a source answers with is sensitive."""
    pointers = [feed.pointer] if feed.pointer is not None else []
    if any(_is_sensitive(feed.api, each) for each in reached(feed.api, pointers)):
        return True
    headers = feed.success.headers if isinstance(feed, Feed) else ()
    named = (Part(holder="header", way=(each.name,)) for each in headers)
    return isinstance(feed, Feed) and any(any(_of_header(feed, each)) for each in named)


def _is_sensitive(api: Api, pointer: str) -> bool:
    """Say whether a contract calls what stands there sensitive.

    Beside a `$ref` of OpenAPI 3.0 the letter ignores it, and its author meant it all the same.
    """
    return any(_says(document, pointer) for document in (api.meaning, api.document))


def _says(document: Json, pointer: str) -> bool:
    found = at(document, pointer) if has(document, pointer) else None
    return isinstance(found, dict) and found.get(SENSITIVE) not in (None, False)


def _said(api: Api, pointer: str) -> Place:
    """Give the place that says so, which may be one of an overlay."""
    return api.place(join(pointer, SENSITIVE))
