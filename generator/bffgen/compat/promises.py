"""Compare what two releases promise beside their contracts.

In:  Promises of both sides, the contracts as documents, the rules.
Out: ChangeFindings, as a comparison of contracts gives them.
How: only operations of both contracts are compared, as one that came or went is told of there; by
     names of paths without those of their parameters. What is widened hurts nobody and is not told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bffgen.compat.change import NOTHING_TO_SHOW, Change, Occurrence
from bffgen.compat.judge import judge, pages_of
from bffgen.model.calendar import hours_of
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding, Request, Witness
from bffgen.model.finding import Mark
from bffgen.model.media import is_within
from bffgen.model.outline import Outline, outlines
from bffgen.model.place import Place
from bffgen.model.policy import Period, Rate
from bffgen.model.promises import (
    Cached,
    Guarded,
    Kept,
    Part,
    PromisedOperation,
    Promises,
    Usual,
)
from bffgen.model.rule import Direction, Rule
from bffgen.model.template import nameless
from bffgen.model.units import size, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side promises.

    Attributes:
        document: its bundled contract, as its readers have it.
    """

    promises: Promises
    document: Json = field(hash=False)


def compare_promises(was: Side, now: Side, rules: Iterable[Rule]) -> tuple[ChangeFinding, ...]:
    """Compare promises; linear in the operations of both contracts."""
    return judge(_occurrences(was, now), pages_of(rules))


def _occurrences(was: Side, now: Side) -> Iterator[Occurrence]:
    yield from _failures(was.promises, now.promises)
    yield from _times(was.promises, now.promises)
    before = {nameless(each.key): each for each in was.promises.operations}
    after = {nameless(each.key): each for each in now.promises.operations}
    later = {nameless(each.key): each for each in outlines(now.document)}
    for outline in outlines(was.document):
        name = nameless(outline.key)
        if name in later:
            yield from _Operation(
                outline,
                later[name],
                _said(before.get(name), outline, was.promises),
                _said(after.get(name), outline, now.promises),
                (was.promises.usual, now.promises.usual),
            ).compare()


def _times(was: Promises, now: Promises) -> Iterator[Occurrence]:
    """Tell fewer requests and cursors that end sooner; what nobody limits has no end."""
    rates = was.rate, now.rate
    if rates[1] is not None and (rates[0] is None or rates[1].an_hour < rates[0].an_hour):
        yield _limited(
            "rate-limit-lowered", Part.RATE, rates, (was.at(Part.RATE), now.at(Part.RATE))
        )
    ages = was.cursor_age, now.cursor_age
    if ages[1] is not None and (ages[0] is None or hours_of(ages[1]) < hours_of(ages[0])):
        yield _limited("cursor-age-shortened", Part.AGE, ages, (was.at(Part.AGE), now.at(Part.AGE)))


def _limited(
    kind: str, part: str, limits: tuple[Rate | Period | None, ...], places: tuple[Place, Place]
) -> Occurrence:
    before, after = (None if each is None else str(each) for each in limits)
    facts: tuple[Json, Json] = before, after
    return _told(kind, "", part, facts, places, was_=before or "no limit", now_=after or "")


def _said(
    found: PromisedOperation | None, outline: Outline, promises: Promises
) -> PromisedOperation:
    """Give what is promised of an operation; one of which nothing is said promises the usual."""
    return found or PromisedOperation(key=outline.key, place=promises.place)


def _failures(was: Promises, now: Promises) -> Iterator[Occurrence]:
    """Tell codes that came and went, and failures in another form."""
    places = was.at(Part.CODES), now.at(Part.CODES)
    for kind, values in (
        ("error-code-added", [each for each in now.codes if each not in was.codes]),
        ("error-code-removed", [each for each in was.codes if each not in now.codes]),
    ):
        if values:
            told = ", ".join(f'"{each}"' for each in values)
            listed: Json = [*values]
            facts = (None, listed) if kind == "error-code-added" else (listed, None)
            yield _told(kind, "", Part.CODES, facts, places, value=told)
    if was.media_type != now.media_type:
        yield _told(
            "default-media-type-changed",
            "",
            Part.MEDIA,
            (was.media_type, now.media_type),
            (was.at(Part.MEDIA), now.at(Part.MEDIA)),
            direction="response",
            witness=Request(
                line="any request that fails",
                before=f"answered as {was.media_type}",
                after=f"answered as {now.media_type}",
            ),
            was_=was.media_type,
            now_=now.media_type,
        )


@dataclass(frozen=True, slots=True)
class _Operation:
    """One operation of both sides.

    Attributes:
        outline: of the baseline's contract; later: of the revision's.
        was, now: what is promised of it.
        usual: what either side promises where nothing else is said.
    """

    outline: Outline
    later: Outline
    was: PromisedOperation
    now: PromisedOperation
    usual: tuple[Usual, Usual]

    def compare(self) -> Iterator[Occurrence]:
        """Tell what is promised no longer."""
        if self.was.is_served and not self.now.is_served:
            shown = self._request("answered", "refused with 501")
            yield self._told("operation-unserved", Part.SERVED, (True, False), shown, name=self.key)
        if not (self.was.is_served and self.now.is_served):
            return
        yield from self._access()
        if self.now.needs_key and not self.was.needs_key:
            shown = self._request("answered", "refused with 400", "   without a key")
            facts = "optional", "required"
            yield self._told("idempotency-became-required", Part.KEY, facts, shown, name=self.key)
        yield from self._limits()
        yield from self._answers()

    @property
    def key(self) -> str:
        """Name the operation as the baseline does."""
        return self.outline.key

    def _access(self) -> Iterator[Occurrence]:
        """Tell who may no longer call it, get a member of its answer, or send one of its body."""
        if _is_narrower(self.was.allow, self.now.allow):
            shown = self._request("answered", "refused with 403", _without(self.now.allow))
            yield self._narrowed(Part.ALLOW, "", self.was.allow, self.now.allow, self.key, shown)
        for part, before, after, what in (
            (Part.VISIBLE, self.was.visible_to, self.now.visible_to, "the answer"),
            (Part.WRITABLE, self.was.writable_by, self.now.writable_by, "the body"),
        ):
            for way, earlier, later in _guards(before, after):
                name = f"`{way.strip('/').replace('/', '.')}` of {what} of `{self.key}`"
                told = "answered with it", "answered without it"
                told = told if part == Part.VISIBLE else ("taken", "refused with 403")
                shown = self._request(*told, _without(later))
                yield self._narrowed(part, way, earlier, later, name, shown)

    def _narrowed(
        self,
        part: str,
        way: str,
        before: tuple[str, ...],
        after: tuple[str, ...],
        name: str,
        shown: Witness,
    ) -> Occurrence:
        facts: tuple[Json, Json] = [*before], [*after]
        now = " or ".join(f"`{each}`" for each in after)
        was = " or ".join(f"`{each}`" for each in before) or "anybody"
        return self._told(
            "access-narrowed", f"{part}{way}", facts, shown, name=name, was_=was, now_=now
        )

    def _limits(self) -> Iterator[Occurrence]:
        """Tell bodies that are too large, too slow or in a form that is taken no longer."""
        if not (self.outline.has_body and self.later.has_body):
            return
        one, two = self.usual
        sizes = (
            _or_usual(self.was.max_body_bytes, one.max_body_bytes),
            _or_usual(self.now.max_body_bytes, two.max_body_bytes),
        )
        if sizes[1] < sizes[0]:
            words = tuple(f"at most {size(each)}" for each in sizes)
            yield self._lowered(Part.MAX_BODY, sizes, words, f"a body of {size(sizes[0])}", 413)
        spans = (
            _or_usual(self.was.within_ms, one.within_ms),
            _or_usual(self.now.within_ms, two.within_ms),
        )
        if spans[1] < spans[0]:
            words = tuple(f"at most {span(each)} on its way" for each in spans)
            yield self._lowered(
                Part.WITHIN, spans, words, f"a body that takes {span(spans[0])}", 408
            )
        types = self.was.types, self.now.types
        if types[1] and self._refused_forms():
            words = tuple(", ".join(each) or "in any declared form" for each in types)
            facts: tuple[Json, Json] = [*types[0]], [*types[1]]
            yield self._lowered(Part.TYPES, facts, words, "a body in another form", 415)

    def _refused_forms(self) -> list[str]:
        """Name the forms of a body that both contracts declare, and that are taken no longer."""
        return [
            each
            for each in self.was.types or self.outline.body_types
            if is_within(each, self.later.body_types) and not is_within(each, self.now.types)
        ]

    def _lowered(
        self, part: str, facts: tuple[Json, Json], words: tuple[str, ...], sent: str, status: int
    ) -> Occurrence:
        was, now = words
        shown = self._request("answered", f"refused with {status}", f"   with {sent}")
        return self._told(
            "limit-lowered", part, facts, shown, direction="request",
            name=f"the body of `{self.key}`", was_=was, now_=now,
        )  # fmt: skip

    def _answers(self) -> Iterator[Occurrence]:
        """Tell other cursors, another form where none is asked for, and what caches are told."""
        if _are_other_cursors(self.was.cursor, self.now.cursor):
            facts = self.was.cursor, self.now.cursor
            yield self._told(
                "cursor-format-changed", Part.CURSOR, facts, NOTHING_TO_SHOW, name=self.key
            )
        one, two = self.usual
        forms = self.was.media_type or one.media_type, self.now.media_type or two.media_type
        if self.outline.forms and self.later.forms and forms[0] != forms[1]:
            told = f"answered as {forms[0]}", f"answered as {forms[1]}"
            shown = self._request(*told, "   without `Accept`")
            yield self._told(
                "default-media-type-changed", Part.MEDIA, forms, shown, direction="response",
                was_=forms[0], now_=forms[1],
            )  # fmt: skip
        yield from self._caches(self.was.cached or _SILENT, self.now.cached or _SILENT)

    def _caches(self, was: Cached, now: Cached) -> Iterator[Occurrence]:
        if was.has_etag and not now.has_etag:
            yield self._kept("ETag", "derived", "none")
        before, after = was.scope, now.scope
        is_public = after is Kept.PUBLIC and before in (Kept.PRIVATE, Kept.DERIVED, Kept.NOBODY)
        is_gone = after in (None, Kept.NOBODY) and before not in (None, Kept.NOBODY)
        if is_public or is_gone:
            yield self._kept("Cache-Control", str(before or "none"), str(after or "none"))

    def _kept(self, name: str, was: str, now: str) -> Occurrence:
        return self._told(
            "cache-policy-changed", Part.CACHE, (f"{name} {was}", f"{name} {now}"), NOTHING_TO_SHOW,
            direction="response", name=name, was_=was, now_=now,
        )  # fmt: skip

    def _request(self, before: str, after: str, more: str = "") -> Request:
        return Request(line=f"{self.key}{more}", before=before, after=after)

    def _told(
        self,
        kind: str,
        part: str,
        facts: tuple[Json, Json],
        witness: Witness,
        *,
        direction: Direction = "none",
        **words: str,
    ) -> Occurrence:
        places = self.was.at(part), self.now.at(part)
        return _told(
            kind, self.key, part, facts, places, direction=direction, witness=witness, **words
        )


def _or_usual(said: int | None, usual: int) -> int:
    return usual if said is None else said


_SILENT = Cached(scope=None, has_etag=False)


def _told(
    kind: str,
    operation: str,
    part: str,
    facts: tuple[Json, Json],
    places: tuple[Place, Place],
    *,
    direction: Direction = "none",
    witness: Witness = NOTHING_TO_SHOW,
    **words: str,
) -> Occurrence:
    """Make an occurrence; words that end in `_` lose it, so that `was` may be one."""
    where = f"promise {part}"
    told = {"where": where, **{name.rstrip("_"): text for name, text in words.items()}}
    made = Change(
        kind=kind,
        direction=direction,
        where=where,
        coordinate=f"{operation or 'every operation'} {part}",
        before=facts[0],
        after=facts[1],
        revision=Mark(place=places[1]),
        baseline=Mark(place=places[0]),
        facts=tuple(sorted(told.items())),
    )
    return Occurrence(change=made, operation=operation, answer="no", witness=witness)


def _is_narrower(was: tuple[str, ...], now: tuple[str, ...]) -> bool:
    """Say whether fewer are let through; nothing that is asked lets all through."""
    return bool(now) and (not was or not {*was} <= {*now})


def _guards(was: Guarded, now: Guarded) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Give each member that fewer have, or may send, than before."""
    before = dict(was)
    for way, after in now:
        # What it is in may have been for fewer already.
        earlier = next((before[each] for each in _above(way) if each in before), ())
        if _is_narrower(earlier, after):
            yield way, earlier, after


def _above(way: str) -> Iterator[str]:
    while way:
        yield way
        way = way.rpartition("/")[0]


def _without(wanted: tuple[str, ...]) -> str:
    return f"   of a caller without {' or '.join(f'`{each}`' for each in wanted)}"


def _are_other_cursors(was: str, now: str) -> bool:
    """Say whether cursors of one form are refused by what reads the other.

    A function of hooks has no digest of what its cursors hold: what `bffgen eject` wrote reads
    those of the composition before it, and no more can be known.
    """
    if was == now or not (was or now.startswith("c1")):
        return False
    (was_sealed, _, was_of), (now_sealed, _, now_of) = was.partition(":"), now.partition(":")
    return was_sealed != now_sealed or bool(was_of and now_of and was_of != now_of)
