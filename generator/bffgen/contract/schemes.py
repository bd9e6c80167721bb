"""Read how a contract asks who calls: its security schemes, and the requirement of an operation.

In:  a document that is being lowered.
Out: SecurityScheme values, and the alternatives of a requirement; what is not built as OpenAPI
     says is refused where it stands.
How: a requirement is read to the letter. An entry that is no mapping would else read as the empty
     one, which lets everyone in.
"""

from collections.abc import Iterator
from typing import Final, cast, get_args

from bffgen.contract.fields import kind
from bffgen.contract.reading import Reading
from bffgen.model.api import Alternative
from bffgen.model.canonical import Json
from bffgen.model.finding import Mark, finding
from bffgen.model.place import join
from bffgen.model.security import (
    ApiKey,
    Carrier,
    Http,
    MutualTls,
    OAuth2,
    OAuthFlow,
    OpenIdConnect,
    SecurityScheme,
)
from bffgen.model.spelling import nearest

_SCHEMES: Final = join("", "components", "securitySchemes")


def read_schemes(reading: Reading) -> tuple[SecurityScheme, ...]:
    """Read the security schemes of the components, in the document's order."""
    found = (
        _scheme(reading, name, reading.behind(join(_SCHEMES, name)))
        for name in reading.mapping(_SCHEMES)
        if not name.startswith("x-")
    )
    return tuple(each for each in found if each is not None)


def _scheme(reading: Reading, name: str, pointer: str) -> SecurityScheme | None:
    written = reading.mapping(pointer)
    match written.get("type"):
        case "apiKey":
            location, parameter = written.get("in"), written.get("name")
            if location not in get_args(Carrier) or not isinstance(parameter, str) or not parameter:
                known = ", ".join(f"`{each}`" for each in get_args(Carrier))
                reading.leave_out(pointer, f"an `apiKey` needs a `name`, and `in` one of {known}")
                return None
            where = cast(Carrier, location)
            return ApiKey(name=name, location=where, parameter=parameter, pointer=pointer)
        case "http":
            scheme = written.get("scheme")
            if not isinstance(scheme, str) or not scheme:
                reading.leave_out(pointer, "an `http` scheme needs `scheme`, such as `bearer`")
                return None
            return Http(name=name, scheme=scheme.lower(), pointer=pointer)
        case "oauth2":
            flows = tuple(_flows(reading, join(pointer, "flows")))
            scopes = tuple(sorted({scope for each in flows for scope in each.scopes}))
            return OAuth2(name=name, scopes=scopes, flows=flows, pointer=pointer)
        case "openIdConnect":
            url = written.get("openIdConnectUrl")
            return OpenIdConnect(
                name=name, url=url if isinstance(url, str) else "", pointer=pointer
            )
        case "mutualTLS":
            return MutualTls(name=name, pointer=pointer)
        case other:
            said = f"`{other}`" if isinstance(other, str) else kind(other)
            reading.leave_out(pointer, f"{said} is no `type` of a security scheme")
            return None


def _flows(reading: Reading, pointer: str) -> Iterator[OAuthFlow]:
    """Read the flows of an `oauth2` scheme."""
    for flow in reading.mapping(pointer):
        if flow.startswith("x-"):
            continue
        where = join(pointer, flow)
        written = reading.mapping(where)
        urls = ((key, written[key]) for key in sorted(written) if key.endswith("Url"))
        yield OAuthFlow(
            kind=flow,
            urls=tuple((key, url) for key, url in urls if isinstance(url, str)),
            scopes=tuple(sorted(reading.mapping(join(where, "scopes")))),
            pointer=where,
        )


def read_security(reading: Reading, *holders: str) -> tuple[Alternative, ...] | None:
    """Read who may call an operation: the first of the holders that speaks has its say.

    The empty tuple asks for nothing, None says that none of them says anything.
    """
    for holder in holders:
        if "security" in reading.mapping(holder):
            return _requirement(reading, join(holder, "security"))
    return None


def _requirement(reading: Reading, pointer: str) -> tuple[Alternative, ...] | None:
    written = reading.mapping(pointer.rpartition("/")[0])["security"]
    if not isinstance(written, list):
        reading.refuse(pointer, f"{kind(written)} where a list of security requirements belongs")
        return None
    return tuple(
        _alternative(reading, each, join(pointer, number)) for number, each in enumerate(written)
    )


def _alternative(reading: Reading, written: Json, pointer: str) -> Alternative:
    if not isinstance(written, dict):
        reading.refuse(pointer, f"{kind(written)} where a security requirement belongs")
        return ()
    found = []
    for scheme in sorted(written):
        names = written[scheme]
        listed = names if isinstance(names, list) else [names]
        if not isinstance(names, list) or not all(isinstance(each, str) for each in listed):
            reading.refuse(join(pointer, scheme), f"`{scheme}` takes a list of names, or `[]`")
            continue
        if not reading.strict:
            _check_declared(reading, scheme, join(pointer, scheme))
        found.append((scheme, tuple(sorted({str(each) for each in listed}))))
    return tuple(found)


def _check_declared(reading: Reading, scheme: str, pointer: str) -> None:
    """Doubt a name that no scheme has; of what one builds from contract/security.py tells it."""
    known = list(reading.mapping(_SCHEMES))
    if scheme not in known:
        mark = Mark(place=reading.bundle.place(pointer), on="key")
        near, names = nearest(scheme, known), ", ".join(known)
        reading.doubt(
            finding("input-security-scheme", mark, name=scheme, nearest=near, known=names)
        )
