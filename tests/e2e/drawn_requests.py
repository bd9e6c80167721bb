"""Requests of a client's contract, drawn: each is one that the contract lets through.

In:  a client as it was read, a source of randomness.
Out: method, target, headers and body of a request.
How: values are drawn by `verify/sample.py` and judged by jsonschema-rs; what cannot travel where a
     parameter stands (an empty step of a path, a control character in a header) is drawn again.
"""

import json
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.client import Client
from bffgen.model.form import is_form
from bffgen.verify.request import is_json
from bffgen.verify.sample import Sampler

# Draws of one value until one can travel.
_DRAWS = 40
_JOINED = {"spaceDelimited": "%20", "pipeDelimited": "|", "form": ","}
_BOUNDARY = "part-of-a-drawn-request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One request."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Requests:
    """Draws the requests of one client."""

    def __init__(self, client: Client) -> None:
        self._api: Api = client.requests
        self._sampler = Sampler(client.requests.meaning)

    def draw(self, operation: Operation, rng: Random, *, given=None) -> Drawn:
        """Draw a request of an operation.

        Args:
            operation: of the client's contract, as it is asked.
            given: values of parameters by name, which are not drawn; MISSING ones are left out.
        """
        given = given or {}
        path, query, headers, cookies = operation.path, [], [], []
        for each in operation.parameters:
            if each.name in given:
                value = given[each.name]
                if value is None:
                    continue
            elif each.required or rng.random() < 0.5:
                value = self._value(each, rng)
            else:
                continue
            match each.location:
                case "path":
                    path = path.replace(f"{{{each.name}}}", _path_text(each, value))
                case "query":
                    query += _query(each, value)
                case "header":
                    headers.append((each.name, _simple(each, value)))
                case "cookie":
                    cookies += _query(each, value)
        if cookies:
            headers.append(("Cookie", "; ".join(cookies)))
        body, own = self._body(operation, rng)
        return Drawn(
            method=operation.method,
            target="?".join([path, *(["&".join(query)] if query else [])]),
            headers=(*headers, *own),
            body=body,
        )

    def _value(self, parameter: Parameter, rng: Random):
        for _ in range(_DRAWS):
            value = self._sampler.sample(parameter.schema_pointer, rng)
            if _can_travel(parameter, value):
                return value
        raise AssertionError(f"no value of {parameter.location} {parameter.name} can travel")

    def _body(self, operation: Operation, rng: Random):
        if operation.body is None or not (operation.body.required or rng.random() < 0.7):
            return b"", ()
        media = rng.choice(operation.body.content)
        name, headers = media.media_type, ()
        value = None
        if media.schema_pointer is not None:
            value = self._sampler.sample(media.schema_pointer, rng)
        if is_json(name):
            name = "application/json" if "*" in name else name
            body = json.dumps(value).encode()
        elif is_form(name):
            body = urlencode(list(_pairs(media, value))).encode()
        elif name.startswith("multipart/"):
            body = b"".join(_parts(self._api.meaning, media, value))
            name = f"{name}; boundary={_BOUNDARY}"
        else:
            body = value.encode() if isinstance(value, str) else rng.randbytes(24)
            name = name.replace("/*", "/octet-stream")
        return body, (("Content-Type", name), ("Content-Length", str(len(body))), *headers)


def _text(value) -> str:
    """Write a plain value as a parameter does."""
    if isinstance(value, str):
        return value
    return json.dumps(value)


def _can_travel(parameter: Parameter, value) -> bool:
    """Say whether a value has a text where its parameter stands, and one that means it alone."""
    if parameter.media_type is not None:
        return True
    parts = value if isinstance(value, list) else [value]
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    if any(isinstance(each, (list, dict)) or each is None for each in parts):
        return False
    texts = [_text(each) for each in parts]
    if parameter.location == "path":
        return bool(texts) and all(text not in ("", ".", "..") for text in texts)
    if parameter.location == "header":
        is_list = isinstance(value, (list, dict))
        return bool(texts) and all(
            text.isascii()
            and text.isprintable()
            and text == text.strip()
            and text
            and not (is_list and "," in text)
            for text in texts
        )
    if parameter.location == "cookie":
        return bool(texts) and all(text and text.isalnum() and text.isascii() for text in texts)
    return bool(texts) or parameter.explode


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _path_text(parameter: Parameter, value) -> str:
    if parameter.media_type is not None:
        return _encoded(json.dumps(value))
    prefix, between = {"label": (".", "."), "matrix": (f";{parameter.name}=", ";")}.get(
        parameter.style, ("", ",")
    )
    between = between if parameter.explode else ","
    if parameter.style == "matrix" and parameter.explode and isinstance(value, list):
        return "".join(f"{prefix}{_encoded(_text(each))}" for each in value)
    if isinstance(value, list):
        return prefix + between.join(_encoded(_text(each)) for each in value)
    if isinstance(value, dict):
        equals = "=" if parameter.explode else ","
        members = (f"{_encoded(k)}{equals}{_encoded(_text(v))}" for k, v in value.items())
        is_exploded = parameter.style == "matrix" and parameter.explode
        return (";" if is_exploded else prefix) + between.join(members)
    return prefix + _encoded(_text(value))


def _query(parameter: Parameter, value) -> list[str]:
    name = _encoded(parameter.name)
    if parameter.media_type is not None:
        return [f"{name}={_encoded(json.dumps(value))}"]
    if isinstance(value, dict):
        if parameter.style == "deepObject":
            return [f"{name}%5B{_encoded(k)}%5D={_encoded(_text(v))}" for k, v in value.items()]
        if parameter.explode:
            return [f"{_encoded(k)}={_encoded(_text(v))}" for k, v in value.items()]
        flat = [part for k, v in value.items() for part in (k, _text(v))]
        return [f"{name}={','.join(map(_encoded, flat))}"]
    if isinstance(value, list):
        if parameter.explode:
            return [f"{name}={_encoded(_text(each))}" for each in value]
        between = _JOINED.get(parameter.style, ",")
        return [f"{name}={between.join(_encoded(_text(each)) for each in value)}"]
    return [f"{name}={_encoded(_text(value))}"]


def _simple(parameter: Parameter, value) -> str:
    if parameter.media_type is not None:
        return json.dumps(value)
    if isinstance(value, list):
        return ",".join(map(_text, value))
    if isinstance(value, dict):
        equals = "=" if parameter.explode else ","
        return ",".join(f"{k}{equals}{_text(v)}" for k, v in value.items())
    return _text(value)


def _pairs(media, value):
    """Give the pairs of a form (OpenAPI 3.1.1 4.8.15): lists repeat unless said otherwise."""
    styles = {each.name: each for each in media.encoding}
    for name, member in value.items():
        style = styles.get(name)
        if isinstance(member, list):
            if style is not None and style.style is not None and not style.explode:
                yield name, ",".join(map(_text, member))
            else:
                yield from ((name, _text(each)) for each in member)
        elif isinstance(member, dict) and style is not None and style.style == "deepObject":
            yield from ((f"{name}[{key}]", _text(each)) for key, each in member.items())
        else:
            yield name, _text(member)


def _parts(meaning, media, value):
    """Give the parts of a multipart body, each of the type that it is said to have."""
    said = {}
    for name, (pointer, *_) in schema.declared(meaning, media.schema_pointer).items():
        written = schema.at(meaning, schema.resolve(meaning, pointer))
        if isinstance(written, dict) and "contentMediaType" in written:
            said[name] = written["contentMediaType"]
    said |= {each.name: each.content_type for each in media.encoding if each.content_type}
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        for each in member if isinstance(member, list) else [member]:
            by_itself = "application/json" if isinstance(each, dict) else "text/plain"
            kind = said.get(name, by_itself).partition(",")[0].replace("/*", "/plain")
            yield (
                f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n'
                f"Content-Type: {kind}\r\n\r\n{_text(each)}\r\n"
            ).encode()
    yield f"--{_BOUNDARY}--\r\n".encode()
