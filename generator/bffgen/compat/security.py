"""Security as an OR of ANDs: whether whoever was let in is let in still.

In:  one operation in both contracts.
Out: Occurrences.
How: an atom is what a credential is on the wire (type, place, name, scheme) with its scopes; names
     of components do not count. A baseline alternative is still served if some alternative of the
     revision asks for no more. The empty alternative is "anonymous".
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from bffgen.compat.change import Occurrence, change
from bffgen.compat.pair import Pair
from bffgen.model.api import Alternative, Api, Operation
from bffgen.model.canonical import Json
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.place import join
from bffgen.model.security import OAuth2, SecurityScheme, credential
from bffgen.model.tree import at

Atom: TypeAlias = tuple[str, ...]
# What one credential is on the wire, and the scopes that are asked of it; sorted.
Demand: TypeAlias = tuple[tuple[Atom, tuple[str, ...]], ...]

_OPEN: Final[Alternative] = ()
_UNDECLARED: Final = "undeclared"
_GLOBAL: Final = "/security"


def compare_security(pair: Pair, was: Operation, now: Operation) -> Iterator[Occurrence]:
    """Tell every alternative of the baseline that is served no longer, and what is let in anew."""
    before, after = demands(pair.baseline, was), demands(pair.revision, now)
    unserved = [each for each in before if not any(is_met_by(one, each) for one in after)]
    for each in unserved:
        kind = _kind(each, before[each], before, after)
        yield _occurrence(pair, was, now, kind, (each, before[each]), before, after)
    news = [each for each in after if not any(is_met_by(one, each) for one in before)]
    if news and not unserved:
        each = news[0]
        told = (each, after[each])
        yield _occurrence(pair, was, now, "security-relaxed", told, before, after)
    yield from _flows(pair, was, now)


def demands(api: Api, operation: Operation) -> dict[Demand, Alternative]:
    """Give each alternative in terms of the wire, with how it is written; none is anonymous."""
    written = operation.security or (_OPEN,)
    return {_demand(api, each): each for each in written}


def _demand(api: Api, alternative: Alternative) -> Demand:
    scopes: dict[Atom, set[str]] = {}
    for name, asked in alternative:
        scheme = _scheme(api, name)
        # What nobody declares is told from everything but its own name.
        atom = (_UNDECLARED, name) if scheme is None else credential(scheme)
        scopes.setdefault(atom, set()).update(asked)
    return tuple(sorted((each, tuple(sorted(asked))) for each, asked in scopes.items()))


def _scheme(api: Api, name: str) -> SecurityScheme | None:
    return next((each for each in api.schemes if each.name == name), None)


def is_met_by(asked: Demand, given: Demand) -> bool:
    """Say whether who brings the one has all that the other asks for."""
    has = dict(given)
    return all(each in has and {*scopes} <= {*has[each]} for each, scopes in asked)


def _kind(
    lost: Demand,
    written: Alternative,
    before: dict[Demand, Alternative],
    after: dict[Demand, Alternative],
) -> str:
    """Say why an alternative is served no longer."""
    atoms = {each for each, _ in lost}
    if any(atoms < {each for each, _ in one} for one in after):
        # No credentials were enough, or these were and others are asked for beside them.
        return "security-requirement-added"
    if any({each for each, _ in one} <= atoms for one in after):
        return "security-scope-added"
    names = {name for name, _ in written}
    is_renamed = any({name for name, _ in one} == names for one in after.values())
    return "security-scheme-changed" if is_renamed else "security-alternative-removed"


def _occurrence(
    pair: Pair,
    was: Operation,
    now: Operation,
    kind: str,
    told: tuple[Demand, Alternative],
    before: Mapping[Demand, Alternative],
    after: Mapping[Demand, Alternative],
) -> Occurrence:
    demand, written = told
    facts = [*sorted(map(in_wire_words, before))], [*sorted(map(in_wire_words, after))]
    where = _where(pair.baseline, was)
    coordinate = f"{_coordinate(was, where)} {in_wire_words(demand)}"
    if kind == "security-scheme-changed":
        # What a scheme is has one place, however many operations ask for it.
        names = {name for name, _ in written}
        facts = (
            [in_wire_words(demand)],
            [in_wire_words(one) for one, how in after.items() if {*dict(how)} == names],
        )
        coordinate = " + ".join(f"#{scheme.pointer}" for scheme in schemes_of(pair.baseline, names))
    breaks = kind != "security-relaxed"
    witness: Witness = NoWitness(why="more callers are let in")
    if breaks:
        witness = Request(
            line=f"{was.method} {was.path}",
            headers=tuple(f"credentials: {_said(each, asked)}" for each, asked in demand),
            before="answered",
            after="refused with 403" if kind == "security-scope-added" else "refused with 401",
        )
    return Occurrence(
        change=change(
            kind,
            where="security",
            coordinate=coordinate,
            before=[*facts[0]],
            after=[*facts[1]],
            was=pair.in_baseline(where),
            now=pair.in_revision(_where(pair.revision, now)),
            name=named(written),
            value=", ".join(sorted(_scopes(after) - _scopes(before))),
            was_=either(before.values()),
            now_=either(after.values()),
        ),
        operation=was.key,
        answer="no" if breaks else "yes",
        witness=witness,
    )


def schemes_of(api: Api, names: Collection[str]) -> list[SecurityScheme]:
    """Give the schemes of some names, in the document's order."""
    return [each for each in api.schemes if each.name in names]


def named(written: Alternative) -> str:
    """Name credentials that are asked for together: `key and token (read)`."""
    named = [f"{name} ({', '.join(asked)})" if asked else name for name, asked in written]
    return " and ".join(named) or "no credentials"


def either(alternatives: Iterable[Alternative]) -> str:
    """Name the ways to be let in: `key or no credentials`."""
    return " or ".join(sorted(map(named, alternatives)))


def _scopes(demands: Iterable[Demand]) -> set[str]:
    return {each for demand in demands for _, asked in demand for each in asked}


def in_wire_words(demand: Demand) -> str:
    """Say what credentials are on the wire: `apiKey header x-key + http bearer`."""
    return " + ".join(_said(each, asked) for each, asked in demand) or "anonymous"


def _said(credential: Atom, scopes: tuple[str, ...]) -> str:
    return f"{' '.join(credential)} [{' '.join(scopes)}]" if scopes else " ".join(credential)


def _where(api: Api, operation: Operation) -> str:
    """Give the pointer of what says who may call: the operation's own word or the document's."""
    written = at(api.document, operation.pointer)
    own = isinstance(written, dict) and "security" in written
    is_global = isinstance(api.document, dict) and "security" in api.document
    if not own and not is_global:
        return operation.pointer
    return join(operation.pointer if own else "", "security")


def _coordinate(operation: Operation, where: str) -> str:
    """Name a requirement: what the document says of all operations is one place."""
    return f"#{where}" if where == _GLOBAL else f"{operation.key} {where}"


def _flows(pair: Pair, was: Operation, now: Operation) -> Iterator[Occurrence]:
    """Tell a scheme of the same name and kind whose flows are others."""
    asked = {name for each in (now.security or ()) for name, _ in each}
    for name in sorted({name for each in (was.security or ()) for name, _ in each} & asked):
        before, after = _scheme(pair.baseline, name), _scheme(pair.revision, name)
        if not isinstance(before, OAuth2) or not isinstance(after, OAuth2):
            continue
        earlier, later = _flow_facts(before), _flow_facts(after)
        if earlier != later:
            yield Occurrence(
                change=change(
                    "security-flow-changed",
                    where="security scheme",
                    coordinate=before.pointer,
                    before=earlier,
                    after=later,
                    was=pair.in_baseline(before.pointer),
                    now=pair.in_revision(after.pointer),
                    name=name,
                ),
                operation=was.key,
                answer="no",
            )


def _flow_facts(scheme: OAuth2) -> dict[str, Json]:
    """Give the flows with their addresses; scopes are judged where they are asked for."""
    return {flow.kind: dict(flow.urls) for flow in scheme.flows}
