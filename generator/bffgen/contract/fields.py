"""Read the mappings of files that people write, key by key.

In:  a parsed mapping with its place.
Out: typed members; what does not fit is collected as findings at the member's own place.
How: a key is taken by the method of its type; `done` reports the keys that nobody took.
"""

import keyword
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from bffgen.model.calendar import read_day, read_instant
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.policy import Every, Period, Rate, Unit
from bffgen.model.spelling import likely, nearest

T = TypeVar("T")

# Nine digits of days are more than any clock holds; Python refuses to read thousands of them.
_DURATION = re.compile(r"([0-9]{1,9})(ms|s|m|h|d)")
_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_SIZE = re.compile(r"([0-9]{1,9})(B|KiB|MiB)")
_BYTES = {"B": 1, "KiB": 1024, "MiB": 1024 * 1024}
# Four digits are more than any promise lasts, and from any day of use stay within the calendar.
_PERIOD = re.compile(r"([0-9]{1,4})(h|d|mo)")
_RATE = re.compile(r"([0-9]{1,9})/([smh])")
_DAYS = re.compile(r"([0-9]{1,4})d")
# A dozen places of a per cent tell one request of any count that there is.
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,12})?)%")


class Fields:
    """One mapping; its methods take a key each and remember that it was taken."""

    def __init__(self, value: dict[str, Json], place: Place, faults: list[Finding]) -> None:
        """Start on a mapping; faults are appended to the list, which the caller owns."""
        self.place = place
        self.faults = faults
        self._value = value
        self._taken: set[str] = set()
        self._known: set[str] = set()
        self._demanded: list[str] = []
        self._is_none = False

    @staticmethod
    def of(value: Json, place: Place, faults: list[Finding]) -> "Fields":
        """Read a value that must be a mapping; what is none reads as an empty one."""
        if isinstance(value, dict):
            return Fields(value, place, faults)
        faults.append(
            finding("input-schema", place, problem=f"{kind(value)} where a mapping belongs")
        )
        empty = Fields({}, place, faults)
        empty._is_none = True
        return empty

    def __contains__(self, key: str) -> bool:
        """Say whether the mapping has the key."""
        return key in self._value

    def __iter__(self) -> Iterator[str]:
        """Give the keys, in the author's order."""
        return iter(self._value)

    def knows(self, keys: Iterable[str]) -> None:
        """Name keys that may stand here although nothing takes them: a misspelled one is told."""
        self._known.update(keys)

    def means(self, key: str) -> bool:
        """Say whether the mapping has a key, maybe misspelled as none of the known ones is."""
        strange = (each for each in self._value if each not in self._known)
        return key in self._value or any(nearest(each, self._known) == key for each in strange)

    def misspelled(self, key: str, meant: str) -> None:
        """Report a key that is another one, misspelled."""
        self._taken.add(key)
        mark = Mark(place=self.at(key), on="key", label="not a key here")
        self.faults.append(finding("input-unknown-key", mark, key=key, nearest=meant, known=""))

    def at(self, key: str) -> Place:
        """Give the place of a member."""
        return self.place.at(key)

    def raw(self, key: str) -> Json:
        """Take a member as it is; None where it is absent."""
        self._taken.add(key)
        return self._value.get(key)

    def text(self, key: str) -> str | None:
        """Take a text."""
        return self._typed(key, str, "a text")

    def demand(self, key: str) -> None:
        """Want a key; `done` reports one that is missing.

        Where there is no mapping at all, or the key is only misspelled, that is the fault.
        """
        if key not in self and not self._is_none:
            self._demanded.append(key)
            self._known.add(key)

    def required_text(self, key: str) -> str:
        """Take a text that must be there and not be empty; anything else reads as the empty one."""
        self.demand(key)
        text = self.text(key)
        if text == "":
            self.refuse(key, "an empty text where a name belongs")
        return text or ""

    def quoted(self, key: str) -> str:
        """Take a version or a build, which must be there; a number that nobody quoted is told."""
        value = self._value.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._taken.add(key)
            self.refuse(key, "a number where a text belongs: without quotes 1.10 reads as 1.1")
            return ""
        return self.required_text(key)

    def day(self, key: str) -> date | None:
        """Take a day such as `2026-12-15`."""
        return self._dated(key, read_day, "a day such as `2026-12-15`")

    def instant(self, key: str) -> datetime | None:
        """Take an instant such as `2026-12-15T09:00:00Z`."""
        return self._dated(key, read_instant, "an instant such as `2026-12-15T09:00:00Z`")

    def flag(self, key: str) -> bool | None:
        """Take `true` or `false`."""
        return self._typed(key, bool, "`true` or `false`")

    def whole(self, key: str, *, least: int) -> int | None:
        """Take a whole number that is at least `least`."""
        value = self.raw(key)
        if key not in self:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.refuse(key, f"{kind(value)} where a whole number from {least} belongs")
        return None

    def duration_ms(self, key: str) -> int | None:
        """Take a duration such as `250ms`, as milliseconds > 0."""
        return self._unit(key, _DURATION, _MS, "a duration such as `250ms`, `2s` or `5m`")

    def size_bytes(self, key: str) -> int | None:
        """Take a size such as `256KiB`, as bytes > 0."""
        return self._unit(key, _SIZE, _BYTES, "a size such as `512B`, `64KiB` or `1MiB`")

    def period(self, key: str) -> Period | None:
        """Take a period such as `90d`, in the unit that its author wrote, longer than none."""
        expected = "a period of 1 to 9999 hours, days or months, such as `24h`, `90d` or `24mo`"
        found = self._measured(key, _PERIOD, expected)
        return found and Period(count=int(found[1]), unit=Unit(found[2]))

    def rate(self, key: str) -> Rate | None:
        """Take a rate such as `600/m`, more than none."""
        found = self._measured(key, _RATE, "a rate such as `10/s`, `600/m` or `5000/h`")
        return found and Rate(count=int(found[1]), every=Every(found[2]))

    def days(self, key: str) -> int | None:
        """Take whole days such as `14d`, > 0."""
        found = self._measured(key, _DAYS, "whole days from `1d` to `9999d`, such as `14d`")
        return found and int(found[1])

    def percent(self, key: str) -> Decimal | None:
        """Take a share such as `"0.5%"`, as per cent > 0 and <= 100."""
        found = self._measured(key, _SHARE, "a share such as `0.5%`, over `0%` up to `100%`", 100)
        return found and Decimal(found[1])

    def mapping(self, key: str) -> "Fields | None":
        """Take a mapping; None where the key is absent."""
        value = self.raw(key)
        return Fields.of(value, self.at(key), self.faults) if key in self else None

    def items(self, key: str) -> list[tuple[str, Json, Place]]:
        """Take a mapping as (key, value, place of the value), in the author's order."""
        value = self.raw(key)
        if key not in self:
            return []
        if not isinstance(value, dict):
            self.refuse(key, f"{kind(value)} where a mapping belongs")
            return []
        return [(name, member, self.at(key).at(name)) for name, member in value.items()]

    def several(self, key: str) -> list[Json]:
        """Take a list as it is."""
        return self._typed(key, list, "a list") or []

    def texts(self, key: str) -> list[tuple[str, Place]]:
        """Take a list of texts with their places."""
        value = self.raw(key)
        if key not in self:
            return []
        if not isinstance(value, list):
            self.refuse(key, f"{kind(value)} where a list belongs")
            return []
        kept = []
        for number, member in enumerate(value):
            place = self.at(key).at(number)
            if isinstance(member, str):
                kept.append((member, place))
            else:
                problem = f"{kind(member)} where a text belongs"
                self.faults.append(finding("input-schema", place, problem=problem))
        return kept

    def choice(self, key: str, choices: Iterable[str]) -> str | None:
        """Take one of a few texts."""
        value = self.text(key)
        known = list(choices)
        if value is None or value in known:
            return value
        listed = ", ".join(f"`{each}`" for each in known)
        self.refuse(key, f"`{value}` where one of {listed} belongs")
        return None

    def later(self, keys: Iterable[str], report: Callable[[str, Mark], Finding]) -> None:
        """Take keys that the format has and this version does not read: each gives a finding."""
        for key in keys:
            if key in self._value:
                self._taken.add(key)
                self.faults.append(report(key, Mark(place=self.at(key), on="key")))

    def done(self) -> None:
        """Report every key that was not taken, with the nearest known one, and what is missing."""
        keys = self._taken | self._known
        meant = set()
        for key in self._value:
            if key not in self._taken:
                close = nearest(key, keys - self._value.keys())
                known = ", ".join(f"`{each}`" for each in likely(key, sorted(keys - {key})))
                meant.add(close)
                mark = Mark(place=self.at(key), on="key", label="not a key here")
                self.faults.append(
                    finding("input-unknown-key", mark, key=key, nearest=close, known=known)
                )
        for key in self._demanded:
            if key not in meant:
                self.faults.append(finding("input-missing-key", self.place, key=key))

    def _dated(self, key: str, read: Callable[[str], T], expected: str) -> T | None:
        text = self.text(key)
        if text is None:
            return None
        try:
            return read(text)
        except ValueError:
            self.refuse(key, f"`{text}` where {expected} belongs")
            return None

    def _typed(self, key: str, wanted: type[T], name: str) -> T | None:
        value = self.raw(key)
        if isinstance(value, wanted):
            return value
        if key in self:
            self.refuse(key, f"{kind(value)} where {name} belongs")
        return None

    def _unit(
        self, key: str, form: re.Pattern[str], factors: dict[str, int], expected: str
    ) -> int | None:
        found = self._measured(key, form, expected)
        return found and int(found[1]) * factors[found[2]]

    def _measured(
        self, key: str, form: re.Pattern[str], expected: str, most: int | None = None
    ) -> re.Match[str] | None:
        """Take a text whose first group is a number over 0, and at most `most`."""
        value = self.raw(key)
        if key not in self:
            return None
        found = form.fullmatch(value) if isinstance(value, str) else None
        number = Decimal(found[1]) if found is not None else Decimal(0)
        if number > 0 and (most is None or number <= most):
            return found
        text = value if isinstance(value, str) else kind(value)
        self.faults.append(finding("input-unit", self.at(key), text=text, expected=expected))
        return None

    def refuse(self, key: str, problem: str) -> None:
        """Report a member that does not fit."""
        self.faults.append(finding("input-schema", self.at(key), problem=problem))


def names_a_function(text: str) -> bool:
    """Say whether a team's function may be called so: a name of Python, and none of its own."""
    return text.isidentifier() and not keyword.iskeyword(text) and not text.startswith("__")


def kind(value: Json) -> str:
    """Name a JSON value's type as a person would."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a mapping"


def unsupported(what: str, mark: Mark) -> Finding:
    """Say that a format has a member which this version does not build."""
    return finding("compose-unsupported", mark, what=what)


def not_read_yet(what: str, mark: Mark) -> Finding:
    """Warn that a format has a member which this version does not read."""
    return finding("input-not-read-yet", mark, effect=Effect.RISKY, what=what)


def not_held_yet(what: str, mark: Mark) -> Finding:
    """Warn that a promise is read and compared, and that the BFF does not hold it."""
    return finding("input-not-held-yet", mark, effect=Effect.RISKY, what=what)
