"""Read what a policy says of the two sides: `decoder`, `compat`, `severity`.

In:  members of policy.yaml, or a file of severities.
Out: Peers, Overrides; findings for what does not fit.
How: what is not said is the family's default (RELEASES.md 5), or that of COMPATIBILITY.md 7.
"""

from typing import cast, get_args

from bffgen.contract.fields import Fields
from bffgen.model.overrides import Overrides
from bffgen.model.peers import (
    Decoder,
    Formats,
    Null,
    Numbers,
    Peers,
    Producer,
    UnknownEnum,
    UnknownField,
    Webhooks,
)
from bffgen.model.policy import Family, usual_decoder
from bffgen.model.rule import Breaks
from bffgen.model.severity import Severity


def read_peers(file: Fields, family: Family | None) -> Peers:
    """Read `decoder` and `compat`."""
    decoder = read_decoder(file.mapping("decoder"), usual_decoder(family))
    fields = file.mapping("compat")
    silent = Peers(decoder=decoder)
    if fields is None:
        return silent
    peers = Peers(
        producer=cast(Producer, fields.choice("producer", get_args(Producer)) or silent.producer),
        formats=cast(Formats, fields.choice("formats", get_args(Formats)) or silent.formats),
        numbers=cast(Numbers, fields.choice("numbers", get_args(Numbers)) or silent.numbers),
        webhooks=cast(Webhooks, fields.choice("webhooks", get_args(Webhooks)) or silent.webhooks),
        decoder=decoder,
        fuel=fields.whole("fuel", least=1) or silent.fuel,
    )
    fields.done()
    return peers


def read_decoder(fields: Fields | None, silent: Decoder) -> Decoder:
    """Read how clients read answers; what is not said is as in `silent`."""
    if fields is None:
        return silent
    decoder = Decoder(
        unknown_field=cast(
            UnknownField,
            fields.choice("unknown_field", get_args(UnknownField)) or silent.unknown_field,
        ),
        unknown_enum=cast(
            UnknownEnum, fields.choice("unknown_enum", get_args(UnknownEnum)) or silent.unknown_enum
        ),
        null_for_optional=cast(
            Null, fields.choice("null_for_optional", get_args(Null)) or silent.null_for_optional
        ),
    )
    fields.done()
    return decoder


def read_overrides(file: Fields) -> Overrides:
    """Read a map of rule ids and categories to severities; which rules there are is not asked."""
    by_rule: dict[str, Severity] = {}
    by_category: dict[Breaks, Severity] = {}
    for name in file:
        written = file.choice(name, Severity)
        if written is None:
            continue
        if name in get_args(Breaks):
            by_category[cast(Breaks, name)] = Severity(written)
        else:
            by_rule[name] = Severity(written)
    return Overrides(
        by_rule=tuple(sorted(by_rule.items())), by_category=tuple(sorted(by_category.items()))
    )
