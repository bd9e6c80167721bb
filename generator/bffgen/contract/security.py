"""Check that security requirements name schemes and scopes that the document declares.

In:  a Contract.
Out: findings at the name of the scheme or the scope.
How: the requirements of document and operations, against the components (OpenAPI 3.1.1 4.8.30).
"""

from collections.abc import Iterator

from bffgen.contract.linted import Contract
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.grammar import OAUTH_FLOWS, Kind
from bffgen.model.place import join
from bffgen.model.spelling import nearest


def check(contract: Contract) -> Iterator[Finding]:
    """Find schemes and scopes that no one declares."""
    components = _mapping(contract.bundle.document.get("components"))
    schemes = {
        name: contract.behind(written)
        for name, written in _mapping(components.get("securitySchemes")).items()
    }
    for pointer, written in contract.each(Kind.DOCUMENT, Kind.OPERATION):
        where = join(pointer, "security")
        for number, requirement in enumerate(_list(written.get("security"))):
            for name, scopes in _mapping(requirement).items():
                here = join(where, number, name)
                if name not in schemes:
                    yield _unknown_scheme(contract, here, name, list(schemes))
                elif schemes[name].get("type") == "oauth2":
                    yield from _scopes(contract, here, name, schemes[name], _list(scopes))


def _unknown_scheme(contract: Contract, pointer: str, name: str, known: list[str]) -> Finding:
    return finding(
        "input-security-scheme",
        Mark(place=contract.bundle.place(pointer), on="key"),
        name=name,
        nearest=nearest(name, known),
        known=", ".join(known),
    )


def _scopes(
    contract: Contract, pointer: str, name: str, scheme: dict[str, Json], scopes: list[Json]
) -> Iterator[Finding]:
    flows = _mapping(scheme.get("flows"))
    known = dict.fromkeys(
        scope for flow in OAUTH_FLOWS for scope in _mapping(_mapping(flows.get(flow)).get("scopes"))
    )
    for number, scope in enumerate(scopes):
        if isinstance(scope, str) and scope not in known:
            yield finding(
                "input-security-scope",
                contract.bundle.place(join(pointer, number)),
                scheme=name,
                scope=scope,
                nearest=nearest(scope, known),
                known=", ".join(known),
            )


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
