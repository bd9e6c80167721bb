"""Read what policy.yaml says of a client's way to the field: `channels` and `identify`.

In:  the mapping of the file, the client's family and name.
Out: Channels and Identify; what does not fit is in the faults of the mapping.
How: what a channel leaves out has the default of the family, and of the store for its name.
"""

import re
from decimal import Decimal

from bffgen.contract.fields import Fields
from bffgen.model.finding import Mark, finding
from bffgen.model.place import Place
from bffgen.model.policy import (
    BuildOrder,
    Channel,
    Deploy,
    Family,
    Identify,
    Liveness,
    Lockstep,
    Notice,
    Period,
    Retire,
    Retirement,
    Unit,
)

# A channel is a word of file names (events), of header values and of counts.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# A field name is a token (RFC 9110 5.6.2).
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
# What names a caller, or is for one hop alone, is no name of a build and must reach no count.
_NO_NAME = frozenset(
    ("authorization", "cookie", "proxy-authorization", "host", "connection", "content-length")
)

_RETIRE = {
    Family.BROWSER: Retire.DEPLOY,
    Family.APP_STORE: Retire.LIVENESS,
    Family.THIRD_PARTY: Retire.NOTICE,
    Family.INTERNAL: Retire.LOCKSTEP,
}
_MODES = ("live", "notice", "floor", "overlap")
_STORES = ("ios", "android")
_BUILDS = {"ios": BuildOrder.DOTTED, "android": BuildOrder.INTEGER}
# Of a store that is not known, the longer age holds: live is the safe side.
_MIN_AGE = {"ios": Period(count=90, unit=Unit.DAYS)}
_MIN_AGE_ELSE = Period(count=120, unit=Unit.DAYS)


def read_channels(file: Fields, family: Family | None, client: str) -> tuple[Channel, ...]:
    """Take `channels`, sorted by name; a file that is silent has those of its family.

    Of a family that is not known (None) nothing can be said, and nothing is.

    An app-store client names its stores; any other has one channel, of its own name.
    """
    if family is None:
        file.raw("channels")
        return ()
    names = _STORES if family is Family.APP_STORE else (client,)
    written = file.mapping("channels")
    if written is None:
        silent = [_channel(Fields({}, file.place, []), name, family) for name in names]
        return tuple(sorted(silent, key=lambda each: each.name))
    channels = [
        _channel(Fields.of(written.raw(name), written.at(name), written.faults), name, family)
        for name in written
        if _is_channel(written, name, family, client)
    ]
    if file.raw("channels") == {}:
        _refuse(written, written.place, "no channel where one belongs")
    return tuple(sorted(channels, key=lambda each: each.name))


def read_identify(file: Fields, channels: tuple[Channel, ...]) -> Identify | None:
    """Take `identify`; a client of several channels names the channel as well as the build."""
    fields = file.mapping("identify")
    if fields is None:
        return None
    fields.demand("build")
    if len(channels) > 1:
        fields.demand("channel")
    channel, build = _header(fields, "channel"), _header(fields, "build")
    fields.done()
    if channel and build and channel.lower() == build.lower():
        problem = f"`{build}` for the build, which is the header of the channel"
        _refuse(fields, fields.at("build"), problem)
    return Identify(channel=channel, build=build, place=fields.place) if build else None


def _is_channel(written: Fields, name: str, family: Family, client: str) -> bool:
    """Say whether the family has a channel of this name; one that it has not is a finding."""
    if family is not Family.APP_STORE and name != client:
        problem = f"channel `{name}` where `{client}`, the only one of family `{family}`, belongs"
    elif not _NAME.fullmatch(name):
        problem = f"`{name}` where the name of a channel, letters, digits, `-` and `_`, belongs"
    else:
        return True
    written.raw(name)
    _refuse(written, Mark(place=written.at(name), on="key"), problem)
    return False


def _channel(fields: Fields, name: str, family: Family) -> Channel:
    retire = fields.choice("retire", Retire)
    builds = fields.choice("builds", BuildOrder) or _BUILDS.get(name, BuildOrder.LISTED)
    if retire is None and "retire" in fields:
        # Which of these belong is said by a word that is not known: one fault, one finding.
        for key in _MODES:
            fields.raw(key)
        retirement = _retirement(Fields({}, fields.place, []), _RETIRE[family], name)
    else:
        retirement = _retirement(fields, Retire(retire or _RETIRE[family]), name)
    fields.done()
    return Channel(name=name, retirement=retirement, builds=BuildOrder(builds), place=fields.place)


def _retirement(fields: Fields, retire: Retire, name: str) -> Retirement:
    match retire:
        case Retire.LIVENESS:
            return _liveness(fields.mapping("live"), fields.place, name)
        case Retire.NOTICE:
            return Notice(
                notice=fields.period("notice") or Period(count=365, unit=Unit.DAYS),
                floor=fields.period("floor") or Period(count=90, unit=Unit.DAYS),
            )
        case Retire.DEPLOY:
            return Deploy(overlap=fields.period("overlap") or Period(count=7, unit=Unit.DAYS))
        case Retire.LOCKSTEP:
            return Lockstep(overlap=fields.period("overlap") or Period(count=24, unit=Unit.HOURS))


def _liveness(written: Fields | None, place: Place, name: str) -> Liveness:
    live = written or Fields({}, place, [])
    liveness = Liveness(
        min_age=live.period("min_age") or _MIN_AGE.get(name, _MIN_AGE_ELSE),
        below_percent=live.percent("below_share") or Decimal("0.5"),
        for_days=live.days("for") or 14,
        support=live.period("support") or Period(count=24, unit=Unit.MONTHS),
    )
    live.done()
    return liveness


def _header(fields: Fields, key: str) -> str | None:
    name = fields.text(key)
    if name is None:
        return None
    if not _HEADER.fullmatch(name):
        problem = f"`{name}` where the name of a header, such as `X-App-Build`, belongs"
    elif name.lower() in _NO_NAME:
        problem = f"`{name}` where a header that only names the {key} belongs"
    else:
        return name
    _refuse(fields, fields.at(key), problem)
    return None


def _refuse(fields: Fields, place: Place | Mark, problem: str) -> None:
    fields.faults.append(finding("input-schema", place, problem=problem))
