"""Read policy.yaml: family, budgets, channels, what both sides do, what builds call themselves.

In:  the parsed mapping of one file, its place and the name of the client.
Out: a Policy; findings for what does not fit, warnings for members this version does not read.
"""

import re
from collections.abc import Iterable

from bffgen.contract.channels import read_channels, read_identify
from bffgen.contract.composition import read_format
from bffgen.contract.fields import Fields, not_held_yet, not_read_yet
from bffgen.contract.gate import read_demand, read_gate, read_parties
from bffgen.contract.peers import read_overrides, read_peers
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, finding
from bffgen.model.overrides import Overrides
from bffgen.model.place import Place
from bffgen.model.policy import Budgets, Family, Policy, Versioning

FORMAT = "policy/1"

# What clients are promised, and nothing in the BFF holds yet.
_NOT_HELD = ("rate", "cursor_age")

# A package of a registry by its name, extras, versions and marker (PEP 508); a URL is none.
_REQUIREMENT = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._, -]*\])? *([<>=!~][^;\"\\@]*)?(; *[^\"\\]*)?"
)


def read_policy(value: Json, place: Place, client: str) -> tuple[Policy, tuple[Finding, ...]]:
    """Read one policy.yaml; every key but `format` and `family` has a default."""
    faults: list[Finding] = []
    file = Fields.of(value, place, faults)
    read_format(file, FORMAT)
    file.demand("family")
    known = file.choice("family", Family)
    family = Family(known) if known else None
    channels = read_channels(file, family, client)
    identify = read_identify(file, channels)
    budgets = _budgets(file.mapping("budgets"), place)
    publish = file.mapping("publish")
    title = None
    if publish is not None:
        title = publish.text("title")
        publish.later(("servers", "serve", "keep_extensions", "overlay", "gone_for"), not_read_yet)
        publish.done()
    peers = read_peers(file, family)
    severity = file.mapping("severity")
    dependencies = tuple(_dependencies(file))
    versioning = Versioning(file.choice("versioning", Versioning) or Versioning.SEMVER)
    gate, parties = read_gate(file, family), read_parties(file, family, channels)
    evidence = read_demand(file, family)
    file.done()
    policy = Policy(
        family=family or Family.BROWSER,
        budgets=budgets,
        channels=channels,
        identify=identify,
        title=title,
        peers=peers,
        overrides=Overrides() if severity is None else read_overrides(severity),
        dependencies=dependencies,
        versioning=versioning,
        gate=gate,
        parties=parties,
        evidence=evidence,
        place=place,
    )
    return policy, tuple(faults)


def _dependencies(file: Fields) -> Iterable[str]:
    """Take what hooks need to be installed: requirements by name, of a registry (PEP 508)."""
    for text, place in file.texts("dependencies"):
        if _REQUIREMENT.fullmatch(text):
            yield text
        else:
            problem = f"`{text}` is not a package with a version, such as `phonenumbers>=8.13,<9`"
            file.faults.append(finding("input-schema", place, problem=problem))


def _budgets(fields: Fields | None, place: Place) -> Budgets:
    silent = Budgets(place=place)
    if fields is None:
        return silent
    budgets = Budgets(
        latency_ms=fields.duration_ms("latency") or silent.latency_ms,
        calls=fields.whole("calls", least=1) or silent.calls,
        payload_bytes=fields.size_bytes("payload") or silent.payload_bytes,
        replicas=fields.whole("replicas", least=1) or silent.replicas,
        rate=fields.rate("rate"),
        cursor_age=fields.period("cursor_age"),
        place=fields.place,
    )
    fields.later(_NOT_HELD, not_held_yet)
    fields.done()
    return budgets
