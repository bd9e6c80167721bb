"""A client's contract by the letter of its author, to hold answers to it.

In:  the file of the contract, the files that it refers to beside it; answers.
Out: every fault of an answer: status, media type, headers, body.
How: nothing of bffgen but its YAML reader. References are followed by jsonschema-rs itself and by a
     walk of a few lines; a schema of OpenAPI 3.0 is put into 2020-12 spelling where it stands, so
     that pointers keep their meaning.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationError

from bffgen.contract.yaml import read_yaml

# Members whose keys are names of the author, and whose values are schemas or what holds some.
_NAMED = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "responses")
)
# Members that hold data.
_DATA = frozenset(("example", "examples", "default", "const", "enum"))
_WIDTHS = {"int32": 2**31, "int64": 2**63}


class Letter:
    """One contract.

    Attributes:
        unjudged: patterns that jsonschema-rs does not take; nothing is held to them.
    """

    def __init__(self, path: Path) -> None:
        self._root = path.resolve().as_uri()
        self._documents: dict[str, object] = {}
        self._load(self._root)
        self.unjudged = sorted(set(_unjudged([*self._documents.values()])))
        self._registry = Registry(self._documents.items(), draft=Draft202012)
        self._validators: dict[str, Draft202012Validator] = {}

    def faults(
        self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> list[str]:
        """Give what is outside the contract in an answer; nothing where it keeps it.

        Args:
            method: in capitals.
            path: the template, as written.
            headers: by name in lower case.
        """
        response, base = self._response(method, path, status)
        if response is None:
            return [f"status {status} is not declared"]
        found = [*self._header_faults(response, base, headers)]
        content = response.get("content", {})
        if not content or method == "HEAD":
            return [*found, *([f"a body where none is declared: {body!r}"] if body else [])]
        said = headers.get("content-type", "").partition(";")[0].strip().lower()
        holder = next((base + f"/content/{_step(k)}" for k in content if _takes(k, said)), None)
        if holder is None:
            return [*found, f"media type `{said}` is none of {sorted(content)}"]
        return [*found, *self._body_faults(holder, said, body)]

    def _body_faults(self, holder, media_type, body):
        where, media = self._node(holder)
        if "schema" not in media:
            return []
        if media_type == "application/json" or media_type.endswith("+json"):
            try:
                value = json.loads(body, parse_constant=_not_json)
            except ValueError as fault:
                return [f"no JSON: {fault}"]
        elif media_type.startswith("text/"):
            value = body.decode()
        else:
            return [] if body else [f"no octets of `{media_type}`"]
        return [*self._value_faults(f"{where}/schema", value)]

    def _header_faults(self, response, base, headers):
        for name in response.get("headers", {}):
            where, header = self._node(f"{base}/headers/{_step(name)}")
            text = headers.get(name.lower())
            if name.lower() == "content-type":  # OpenAPI 3.1.1 4.8.16: it is ignored
                continue
            if text is None:
                if header.get("required"):
                    yield f"header `{name}` is missing"
            elif "schema" in header:
                readings = list(_readings(text, self._node(f"{where}/schema")[1]))
                faults = [[*self._value_faults(f"{where}/schema", each)] for each in readings]
                if all(faults):
                    yield f"header `{name}: {text}`: {faults[0][0]}"

    def _value_faults(self, uri, value):
        if uri not in self._validators:
            self._validators[uri] = Draft202012Validator(
                {"$ref": uri},
                validate_formats=True,
                registry=self._registry,
            )
        for each in self._validators[uri].iter_errors(value):
            yield f"{'/'.join(map(str, each.instance_path))}: {each.message}"

    def _response(self, method, path, status):
        """Find the entry of a status: exact, its class, `default`; and where it stands."""
        base = f"{self._root}#/paths/{_step(path)}"
        base, _ = self._node(base)
        base, operation = self._node(f"{base}/{method.lower()}")
        entries = operation["responses"]
        for name in (str(status), f"{str(status)[0]}XX", "default"):
            if name in entries:
                where, response = self._node(f"{base}/responses/{name}")
                return response, where
        return None, ""

    def _node(self, uri):
        """Follow references: where a thing stands, and the thing."""
        document, pointer = urldefrag(uri)
        node = self._documents[document]
        for token in pointer.split("/")[1:]:
            step = unquote(token).replace("~1", "/").replace("~0", "~")
            node = node[int(step)] if isinstance(node, list) else node[step]
        if isinstance(node, dict) and isinstance(node.get("$ref"), str):
            return self._node(urljoin(document, node["$ref"]))
        return uri, node

    def _load(self, uri, is_old=False):
        """Read a document and all that it refers to, which is of the same OpenAPI."""
        path = Path(unquote(uri.removeprefix("file://")))
        document = read_yaml(path.read_bytes(), path.name)
        is_old = is_old or str(document.get("openapi", "")).startswith("3.0")
        self._documents[uri] = _answered(document, is_old=is_old)
        for reference in _references(document):
            other = urldefrag(urljoin(uri, reference))[0]
            if other not in self._documents:
                self._load(other, is_old)


def _references(node) -> Iterator[str]:
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _references(each)
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]


def _unjudged(node) -> Iterator[str]:
    """Take out the patterns that jsonschema-rs does not take; give them."""
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _unjudged(each)
    if isinstance(node, dict) and isinstance(node.get("pattern"), str):
        try:
            Draft202012Validator({"pattern": node["pattern"]})
        except ValidationError:
            yield node.pop("pattern")


def _step(name):
    """Give a name as one step of a pointer in a URI."""
    text = str(name).replace("~", "~0").replace("/", "~1")
    return "".join(c if c.isalnum() or c in "-._~" else f"%{ord(c):02X}" for c in text)


def _takes(written, said):
    name = written.partition(";")[0].strip().lower()
    return name in (said, f"{said.partition('/')[0]}/*", "*/*")


def _not_json(word):
    raise ValueError(word)


def _readings(text, schema):
    """Give what a header may say, in the style `simple` (OpenAPI 3.1.1 4.8.12.3)."""
    kinds = schema.get("type", "string")
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        match kind:
            case "array":
                yield text.split(",")
            case "string":
                yield text
            case _:
                try:
                    yield json.loads(text)
                except ValueError:
                    yield text


def _answered(node, *, is_old, named=False):
    """Put a document into what 2020-12 says of answers: `nullable`, bounds of 3.0, `writeOnly`."""
    if isinstance(node, list):
        return [_answered(each, is_old=is_old) for each in node]
    if not isinstance(node, dict):
        return node
    if named:
        return {key: _answered(each, is_old=is_old) for key, each in node.items()}
    made = {
        key: each if key in _DATA else _answered(each, is_old=is_old, named=key in _NAMED)
        for key, each in node.items()
    }
    if node.get("writeOnly") is True:
        return False
    properties = node.get("properties")
    if isinstance(properties, dict) and isinstance(node.get("required"), list):
        made["required"] = [each for each in node["required"] if made["properties"].get(each, {})]
    width = _WIDTHS.get(str(node.get("format")))
    if width is not None:  # of numbers jsonschema-rs asserts no format
        bounds = {"minimum": -width, "maximum": width - 1}
        made["allOf"] = [*made.get("allOf", ()), bounds]
    return _of_30(made) if is_old else made


def _of_30(made):
    if isinstance(made.get("$ref"), str):
        return {"$ref": made["$ref"]}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(made.get(exclusive), bool) and made.pop(exclusive):
            made[exclusive] = made.pop(bound)
    if made.get("nullable") is True and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made
