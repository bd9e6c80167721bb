"""Hold what an upstream's change makes of a client's answers against every release that is live.

In:  readers of the workspace's files, an instant, a client; the fields that a change reaches.
Out: Hurt: what each live release makes of it, with its licences; None where no ledger says.
How: the contract that the change implies is decided as a candidate is, by what each release froze,
     and so is the contract as it stands: what only the first has is the change's (RELEASES.md 9).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bffgen.compose.implied import Becomes, Reached, as_meant, implied, without_references
from bffgen.compose.needed import is_needed
from bffgen.compose.walked import walked
from bffgen.contract.hooks import Below, nothing_below
from bffgen.contract.ledger import folder_of
from bffgen.model.api import Api
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.client import Client
from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Finding
from bffgen.model.impact import Impact
from bffgen.model.lineage import EACH, Line, OperationLineage
from bffgen.model.told import Told
from bffgen.model.verdict import Affected, Verdict
from bffgen.tasks.comparing import Memory
from bffgen.tasks.diff import Asked
from bffgen.tasks.gate import Which, gate
from bffgen.tasks.impacting import Judged, Kind, Touched, takes_away
from bffgen.tasks.ledger import ledgers
from bffgen.tasks.reading import Read, Written

__all__ = ["Hurt", "Leaking"]

_PRESENCE: Final = "compose-presence"
_NULLABLE: Final = "response-value-became-nullable"
_ENUM: Final = "response-enum-value-added"
_COPIED: Final = ("path", "value")
_MADE: Final = (*_COPIED, "from", "each", "python", "enum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """What live releases make of a change.

    Attributes:
        releases: each once, with its worst verdict; none where none is reached.
    """

    releases: tuple[Affected, ...]

    @property
    def is_any(self) -> bool:
        """Say whether one is hurt."""
        return any(each.verdict is not Verdict.PASS for each in self.releases)

    @property
    def text(self) -> str:
        """Say it in a line: `5.0.0 block (not marked in 5.0.0); 5.1.0 pass not-used (..)`."""
        if not self.releases:
            return "no release that is live is hurt"
        return "; ".join(_line(each) for each in self.releases)


def _line(each: Affected) -> str:
    said = " ".join((each.version, str(each.verdict), *map(str, each.licences)))
    rests = ", ".join(each.builds)
    why = "; ".join(part for part in (rests, each.why) if part)
    return f"{said} ({why})" if why else said


@dataclass(slots=True)
class Leaking:
    """Judges the leaks of one client; each answer is decided once.

    Attributes:
        _after: the upstream's contract as it would be.
    """

    _read: Read
    _below: Below
    _client: Client
    _asked: Asked
    _as_of: datetime
    _after: Api
    _memory: Memory | None = None
    _before: frozenset[str] | None = field(default=None, init=False)
    _has_releases: bool | None = field(default=None, init=False)
    # What was found, by the fingerprint of the change and the operation.
    _found: dict[tuple[str, str], Hurt] = field(default_factory=dict, init=False)

    def kind(
        self,
        by_plan: Kind,
        operation: OperationLineage,
        touched: Sequence[Touched],
        lacks: Sequence[Finding],
    ) -> Impact:
        """Say what changes do: what leaks to nobody that is live is for the composition to mend.

        Args:
            by_plan: what they do by the contract as it stands.
        """
        kind = by_plan(operation, touched, lacks)
        if kind is not Impact.LEAKS or len(touched) != 1:
            return kind
        hurt = self.hurt(operation, touched[0], lacks)
        if hurt is None:
            return kind
        self._found[touched[0].change.fingerprint, operation.key] = hurt
        return kind if hurt.is_any else Impact.MAPPING_BROKEN

    def noted(self, judged: Judged) -> Judged:
        """Tell with each change what live releases make of it."""
        findings = []
        for each in judged.comparison.findings:
            hurts = [self._found.get((each.fingerprint, key)) for key, _ in each.operations]
            told = dict.fromkeys(hurt.text for hurt in hurts if hurt is not None)
            note = ("releases", " | ".join(told))
            findings.append(replace(each, notes=(*each.notes, note)) if told else each)
        comparison = replace(judged.comparison, findings=tuple(findings))
        return replace(judged, comparison=comparison)

    def hurt(
        self, operation: OperationLineage, touched: Touched, lacks: Sequence[Finding]
    ) -> Hurt | None:
        """Judge one change at one operation; None where there is nothing to judge it by."""
        if self._has_releases is None:
            found = ledgers(self._read, self._below, only=(self._client.name,)).sole
            known = found.ledger.until(self._as_of) if found is not None else None
            self._has_releases = known is not None and bool(known.releases)
        if not self._has_releases:
            return None
        reached = tuple(self._reached(operation, touched, lacks))
        document = implied(self._client.api, operation.key, operation.status, reached)
        if not reached or document is None:
            return None
        if self._before is None:
            before = self._decided(as_meant(self._client.api))
            if before is not None:
                self._before = frozenset(each.finding.fingerprint for each in before)
        now = self._decided(document)
        if self._before is None or now is None:
            return None
        fresh = [each for each in now if each.finding.fingerprint not in self._before]
        return Hurt(releases=tuple(_by_release(fresh)))

    def _decided(self, document: Json) -> tuple[Told, ...] | None:
        """Decide a contract against all that is live; None where nothing is."""
        path = f"{folder_of(self._client.name)}/openapi.yaml"
        content = canonical_bytes(document)

        def read(name: str) -> bytes:
            return content if name == path else self._read(name)

        gated = gate(
            *(read, ledgers(read, self._below, only=(self._client.name,)), self._asked),
            self._as_of,
            which=Which(with_served=False),
            waivers=self._waivers,
            # What is used of upstreams is no matter of this question.
            below=nothing_below,
            memory=self._memory,
        )
        sections = gated.report.sections
        return sections[0].told if sections else None

    def _waivers(self, client: str) -> Sequence[Written]:
        named = self._below(f"{folder_of(client)}/waivers")
        return tuple((path, self._read(path)) for path in named)

    def _reached(
        self, operation: OperationLineage, touched: Touched, lacks: Sequence[Finding]
    ) -> Iterator[Reached]:
        """Say what becomes of each field that the client's contract cannot do without."""
        becomes = _becomes(touched.change, lacks)
        for line in touched.lines:
            if line not in operation.fields or line.builder not in _MADE or not line.to:
                continue
            if becomes in ("gone", "optional"):
                if is_needed(self._client.api, operation, line) and line.to[-1] != EACH:
                    yield Reached(way=line.to, becomes=becomes)
            elif line.builder in _COPIED:
                made = self._made(line, operation, touched, becomes)
                if made is not None:
                    yield made

    def _made(
        self, line: Line, operation: OperationLineage, touched: Touched, becomes: Becomes
    ) -> Reached | None:
        if becomes == "null":
            return Reached(way=line.to, becomes="null")
        if becomes == "values":
            values = _added(touched.change)
            return Reached(way=line.to, becomes="values", values=values) if values else None
        source = operation.source(line.part.name)
        called = self._after.operation(source.key) if source is not None else None
        for response in called.responses if called is not None else ():
            for media in response.content if response.status.startswith("2") else ():
                if media.schema_pointer is None:
                    continue
                ends = walked(self._after, media.schema_pointer, line.part.way).ends
                schema = without_references(self._after.meaning, ends[0]) if ends else None
                if len(ends) == 1 and schema is not None:
                    return Reached(way=line.to, becomes="other", schema=schema)
        return None


def _becomes(change: ChangeFinding, lacks: Sequence[Finding]) -> Becomes:
    if takes_away(change):
        return "gone"
    if any(each.rule == _PRESENCE for each in lacks):
        return "optional"
    if change.rule == _NULLABLE:
        return "null"
    return "values" if change.rule == _ENUM else "other"


def _added(change: ChangeFinding) -> tuple[Json, ...]:
    """Give the values that a list gains."""
    was, now = (_listed(each) for each in (change.before, change.after))
    return tuple(each for each in now if each not in was)


def _listed(fact: Json) -> list[Json]:
    values = fact.get("enum") if isinstance(fact, dict) else None
    return values if isinstance(values, list) else []


def _by_release(told: Sequence[Told]) -> Iterator[Affected]:
    """Give each release once, by its worst finding; the newest first, as the gate has them."""
    worst: dict[str, Affected] = {}
    order = (Verdict.PASS, Verdict.WARN, Verdict.BLOCK)
    for each in (one for finding in told for one in finding.affects):
        first = worst.get(each.version)
        if first is None or order.index(each.verdict) > order.index(first.verdict):
            worst[each.version] = each
    yield from worst.values()
