"""What a client's policy promises.

In:  nothing; `contract/policy.py` makes these values of policy.yaml.
Out: Policy with the client's family, the ceilings of its budgets, its channels to the field, the
     headers by which its builds name themselves, who signed for it and when a release is stopped.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from bffgen.model.family import Family as Family
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Decoder, Peers
from bffgen.model.place import Place
from bffgen.model.usage import Demand


def usual_decoder(family: Family | None) -> Decoder:
    """Give how clients of a family read answers, where nobody says (RELEASES.md 5).

    What is deployed with its BFF reads whatever the BFF writes; what is shipped does not.
    """
    if family in (Family.BROWSER, Family.INTERNAL):
        return Decoder(unknown_enum="tolerate", null_for_optional="accept")
    return Decoder()


class Unit(StrEnum):
    """What a period counts; a month has no fixed number of days."""

    HOURS = "h"
    DAYS = "d"
    MONTHS = "mo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of calendar time, as its author wrote it: `24mo` is not `730d`.

    Attributes:
        count: how many of the unit, > 0.
    """

    count: int
    unit: Unit

    def __str__(self) -> str:
        """Write it as policy.yaml does."""
        return f"{self.count}{self.unit}"


class Retire(StrEnum):
    """What ends the life of a release on a channel."""

    DEPLOY = "deploy"
    LIVENESS = "liveness"
    NOTICE = "notice"
    LOCKSTEP = "lockstep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deploy:
    """A release ends when its successor is served, and open tabs have had `overlap`."""

    overlap: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Lockstep:
    """A release ends with its successor's roll-out, which takes `overlap`; one team owns both."""

    overlap: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Liveness:
    """A release ends when its builds are old and hardly seen.

    Attributes:
        min_age: how long a newer build must have been there before a count may end one.
        below_percent: of the channel's requests, per cent, > 0 and <= 100: less is hardly seen.
        for_days: on how many of the last days, each, > 0.
        support: after it, what is left may be retired by hand.
    """

    min_age: Period
    below_percent: Decimal
    for_days: int
    support: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A release ends when its readers were told `notice` ahead; `floor` binds even who consents."""

    notice: Period
    floor: Period


Retirement: TypeAlias = Deploy | Lockstep | Liveness | Notice


class BuildOrder(StrEnum):
    """How the builds of a channel are ordered: `1.10.0` after `1.9.0`, as numbers, as listed."""

    DOTTED = "dotted"
    INTEGER = "integer"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to the field with its own pace.

    Attributes:
        place: where the file says so; the file itself where it is silent.
    """

    name: str
    retirement: Retirement
    builds: BuildOrder
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """The request headers in which a build names itself; they fold case (RFC 9110 5.1).

    Attributes:
        channel: None where the client has one channel, which need not be named.
    """

    channel: str | None
    build: str
    place: Place


class Every(StrEnum):
    """In which time requests are counted."""

    SECOND = "s"
    MINUTE = "m"
    HOUR = "h"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The most requests in a time, as its author wrote it: `600/m`.

    Attributes:
        count: how many, > 0.
    """

    count: int
    every: Every

    def __str__(self) -> str:
        """Write it as policy.yaml does."""
        return f"{self.count}/{self.every}"

    @property
    def an_hour(self) -> int:
        """Give how many that is an hour, to compare two."""
        return self.count * {Every.SECOND: 3600, Every.MINUTE: 60, Every.HOUR: 1}[self.every]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """Ceilings for every operation of the client.

    Attributes:
        latency_ms: wall time of an operation, milliseconds, > 0; also its default budget.
        calls: the most upstream calls that one request may cause, >= 1.
        payload_bytes: the largest answer, bytes, > 0.
        replicas: how many processes serve the client, >= 1.
        rate: of requests that a client may make; None where nobody says.
        cursor_age: how long a cursor is good for; None where nobody says.
        place: where the file says so; the file itself where it is silent.
    """

    latency_ms: int = 1000
    calls: int = 60
    payload_bytes: int = 256 * 1024
    replicas: int = 1
    rate: Rate | None = None
    cursor_age: Period | None = None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who signed for a third-party client.

    Attributes:
        notice: the span that it was promised.
        agreed: the day on which it was; None where nobody says.
        ids: key ids or client ids by which the BFF counts it, never secrets.
    """

    name: str
    notice: Period
    agreed: date | None
    ids: tuple[str, ...]
    place: Place


class Level(StrEnum):
    """What a release must keep: what travels, or also what generated code is called by."""

    WIRE = "wire"
    SOURCE = "source"


class Versioning(StrEnum):
    """How versions are chosen."""

    SEMVER = "semver"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """When a candidate is stopped.

    Attributes:
        is_strict: whether a warning stops it too.
    """

    level: Level
    is_strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The policy.yaml of one client.

    Attributes:
        channels: sorted by name, at least one.
        identify: None where builds do not name themselves.
        peers: what both sides of the contract are taken to do.
        overrides: how loudly findings are told, where the policy says so.
        dependencies: what hooks need to be installed, as Python packages say it (PEP 508).
        parties: sorted by name; of a client that is no third party none.
        evidence: what counts of use must be before they decide anything.
    """

    family: Family
    budgets: Budgets
    channels: tuple[Channel, ...]
    identify: Identify | None = None
    title: str | None
    peers: Peers
    overrides: Overrides = field(default_factory=Overrides)
    dependencies: tuple[str, ...] = ()
    versioning: Versioning = Versioning.SEMVER
    gate: Gate
    parties: tuple[Party, ...] = ()
    evidence: Demand
    place: Place

    def channel(self, name: str) -> Channel | None:
        """Give a channel by its name."""
        return next((each for each in self.channels if each.name == name), None)
