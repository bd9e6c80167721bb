"""A second judge of the payloads that findings show: by the documents as they are written.

In:  findings of a comparison, and both documents.
Out: the findings whose payload is none: not taken by who sends it, or taken by who reads it.
How: the place is looked up in the parsed document by the words of the finding, 3.0 is respelled by
     the twin maker, and jsonschema-rs is asked: nothing of the engine stands in between. Texts are
     refused only if every reading of them is.
"""

import json
import re
from contextlib import suppress
from itertools import islice, product
from urllib.parse import quote

import yaml
from jsonschema_rs import Draft202012Validator, ReferencingError, Registry, ValidationError

from bffgen.model.comparison import Payload
from tests.conformance.twins import respelled, twin

_CALLED = re.compile(r"(webhook (?P<webhook>.+)|callback (?P<callback>.+?) of (?P<of>.+))")
_WHERE = re.compile(r"(?P<location>\w+) parameter|response (?P<status>\w+) (?P<part>body|header)")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOST = 256


def payloads(findings):
    """Give the findings that show a payload."""
    return [each for each in findings if isinstance(each.witness, Payload)]


def unconfirmed(findings, baseline, revision):
    """Give the findings whose payload this judge does not confirm.

    Args:
        baseline, revision: the bytes of a document, or its path.
    """
    shown = payloads(findings)
    if not shown:
        return []
    documents = {"baseline": Document(baseline), "revision": Document(revision)}
    return [each for each in shown if not is_shown(each, documents)]


def is_shown(finding, documents):
    """Say whether at some place that a finding names its payload is sent and refused."""
    witness = finding.witness
    sender, receiver = documents[witness.sender], documents[witness.receiver]
    for operation, answer in finding.operations:
        if answer != "no":
            continue
        for where in sender.wheres(operation, finding.where):
            sent = sender.places(operation, where, finding.direction)
            read = receiver.places(operation, where, finding.direction)
            if any(is_refused(witness.value, one, other) for one in sent for other in read):
                return True
    return False


def is_refused(value, sent, read):
    """Say whether a value is taken where it is sent and by no reading where it is read."""
    if sent.name != read.name or not sent.takes(value):
        return False
    values = readings(value) if sent.is_text else [value]
    return not any(read.takes(each) for each in values)


class Document:
    """A document as it is written, and what its schemas take."""

    def __init__(self, written):
        raw = written if isinstance(written, bytes) else written.read_bytes()
        self._parsed = twin(load(raw))
        self._registries, self._validators = {}, {}

    def wheres(self, operation, where):
        """Give the words of a finding, and those of the other answers where it speaks of one.

        A finding that several operations meet says of the first of them where it is met.
        """
        where = where.removeprefix(f"{operation} ")
        found = _WHERE.fullmatch(where)
        yield where
        if found is not None and found["status"]:
            for written, _ in self._operations(operation):
                yield from (f"response {each} {found['part']}" for each in written["responses"])

    def places(self, operation, where, direction):
        """Give the places that an operation and the words of a finding name."""
        return [
            Place(self, name, pointer, is_text=is_text, direction=direction)
            for written, pointer in self._operations(operation)
            for name, pointer, is_text in self._schemas(written, pointer, where)
        ]

    def at(self, pointer):
        """Give what stands at a list of tokens, references followed, and where it stands."""
        here, path = self._parsed, []
        for token in pointer:
            here, path = self._followed(here, path)
            here, path = here[token], [*path, token]
        return self._followed(here, path)

    def _followed(self, here, path):
        while isinstance(here, dict) and isinstance(here.get("$ref"), str):
            tokens = here["$ref"].removeprefix("#/").split("/")
            path = [each.replace("~1", "/").replace("~0", "~") for each in tokens]
            here = self._parsed
            for token in path:
                here = here[int(token) if isinstance(here, list) else token]
        return here, path

    def _operations(self, name):
        called = _CALLED.fullmatch(name)
        if called is None:
            yield from self._of_paths(name)
        elif called["webhook"]:
            item, path = self.at(["webhooks", called["webhook"]])
            yield from _of_item(item, path)
        else:
            for _, pointer in self._of_paths(called["of"]):
                callback, path = self.at([*pointer, "callbacks", called["callback"]])
                for expression in callback:
                    item, found = self.at([*path, expression])
                    yield from _of_item(item, found)

    def _of_paths(self, name):
        """Find an operation by its method and path, which may have gained or lost a base path."""
        method, _, path = name.partition(" ")
        wanted = _template(path)
        for written in self._parsed.get("paths", {}):
            found = _template(written)
            if found == wanted or found.endswith(wanted) or wanted.endswith(found):
                item, pointer = self.at(["paths", written])
                if method.lower() in item:
                    yield {**item, **item[method.lower()], "item": item}, [*pointer, method.lower()]

    def _schemas(self, operation, pointer, where):
        found = _WHERE.fullmatch(where)
        if found is None:
            yield from self._bodies([*pointer, "requestBody"])
        elif found["location"]:
            yield from self._parameters(pointer, found["location"])
        elif found["part"] == "body":
            for each in self._entries(operation, pointer, found["status"]):
                yield from self._bodies(each)
        else:
            for each in self._entries(operation, pointer, found["status"]):
                response, path = self.at(each)
                for name in response.get("headers", {}):
                    _, header = self.at([*path, "headers", name])
                    yield from self._value(name.lower(), header)

    def _entries(self, operation, pointer, status):
        """Give the entry that answers a status."""
        responses = operation["responses"]
        known = [each for each in (status, f"{status[0]}XX", "default") if each in responses]
        if known:
            yield [*pointer, "responses", known[0]]

    def _parameters(self, pointer, location):
        for holder in (pointer, pointer[:-1]):
            written, path = self.at(holder)
            for number in range(len(written.get("parameters", ()))):
                parameter, found = self.at([*path, "parameters", number])
                if parameter["in"] == location:
                    name = parameter["name"]
                    known = {"header": name.lower(), "path": ""}.get(location, name)
                    yield from self._value(known, found)

    def _value(self, name, pointer):
        written, _ = self.at(pointer)
        if "schema" in written:
            yield name, [*pointer, "schema"], True
        for media in written.get("content", {}):
            yield name, [*pointer, "content", media, "schema"], "json" not in media

    def _bodies(self, pointer):
        try:
            body, path = self.at(pointer)
        except KeyError:
            return
        for media, written in body.get("content", {}).items():
            if "schema" in written:
                is_text = media.startswith(("text/", *_FORMS))
                yield "", [*path, "content", media, "schema"], is_text
            elif "json" in media and "itemSchema" not in written:
                yield "", None, False  # any JSON

    def validator(self, pointer, direction):
        """Give the judge of a schema, without what the other side alone sends."""
        key = (*pointer, direction)
        if key not in self._validators:
            fragment = "/".join(str(each).replace("~", "~0").replace("/", "~1") for each in pointer)
            self._validators[key] = Draft202012Validator(
                {"$ref": f"urn:document#/{quote(fragment)}"},
                registry=self._registry("readOnly" if direction == "request" else "writeOnly"),
                validate_formats=True,
            )
        return self._validators[key]

    def _registry(self, mark):
        if mark not in self._registries:
            view = _View(self._parsed, mark)
            seen = respelled(self._parsed, view.schema)
            self._registries[mark] = Registry([("urn:document", seen)])
        return self._registries[mark]


class Place:
    """A schema where a value travels."""

    def __init__(self, document, name, pointer, *, is_text, direction):
        self.name, self.is_text = name, is_text
        self._document, self._pointer, self._direction = document, pointer, direction

    def takes(self, value):
        if self._pointer is None:
            return True
        try:
            return self._document.validator(self._pointer, self._direction).is_valid(value)
        except (ValidationError, ReferencingError, ValueError):
            return None


def _of_item(item, pointer):
    for method in ("get", "put", "post", "delete", "options", "head", "patch", "trace"):
        if method in item:
            yield item[method], [*pointer, method]


def _template(path):
    return re.sub(r"\{[^{}]*\}", "{}", path)


class _View:
    """A document in keywords that say what peers hold values to beyond what is written.

    What only the other side sends is not required; the branches of a discriminator are told apart
    by its keys, explicit and implicit, and are the heirs where none is listed (PITFALLS 8); int32
    and int64 are intervals.
    """

    def __init__(self, parsed, mark):
        self._mark = mark
        self._components = parsed.get("components", {}).get("schemas", {})
        self._heirs = {}
        for name, each in self._components.items():
            for base in self._bases(each):
                self._heirs.setdefault(base, []).append(name)

    def _bases(self, schema):
        """Give the components that a schema's allOf chain leads to."""
        members = schema.get("allOf", ()) if isinstance(schema, dict) else ()
        for member in members:
            name = _component(member)
            if name in self._components:
                yield name
                yield from self._bases(self._components[name])

    def schema(self, written):
        """Respell one schema."""
        seen = dict(written)
        seen.pop(_STAYS, None)
        base = self._components.get(_component(written), {})
        has_choice = isinstance(base, dict) and "discriminator" in base
        is_choice = has_choice and not {"oneOf", "anyOf"} & base.keys()
        if is_choice and _STAYS not in written:
            return self._family(written, base["discriminator"])
        if isinstance(written.get("allOf"), list):
            seen["allOf"] = [
                {**each, _STAYS: True} if _component(each) else each for each in written["allOf"]
            ]
        properties, required = written.get("properties"), written.get("required")
        if isinstance(properties, dict) and isinstance(required, list):
            marked = {
                name
                for name, each in properties.items()
                if isinstance(each, dict) and each.get(self._mark) is True
            }
            seen["required"] = [each for each in required if each not in marked]
        bits = {"int32": 31, "int64": 63}.get(str(written.get("format")))
        if bits is not None and written.get("type") not in ("string", ["string"]):
            interval = {"minimum": -(2**bits), "maximum": 2**bits - 1}
            seen["allOf"] = [*seen.get("allOf", []), interval]
        for choice in ("oneOf", "anyOf"):
            if choice in written and isinstance(written.get("discriminator"), dict):
                seen[choice] = [_keyed(e, written["discriminator"]) for e in written[choice]]
        return seen

    def _family(self, written, discriminator):
        """Give the schema and its heirs, each held to its keys."""
        names = dict.fromkeys((_component(written), *self._heirs.get(_component(written), ())))
        members = [{"$ref": f"#/components/schemas/{each}"} for each in names]
        beside = {key: each for key, each in written.items() if key != "$ref"}
        return {**beside, "anyOf": [_keyed(each, discriminator) for each in members]}


_STAYS = "x-stays"


def _component(schema):
    """Give the name of the component that a schema refers to; empty where it refers to none."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    is_component = isinstance(reference, str) and reference.startswith("#/components/schemas/")
    return reference.removeprefix("#/components/schemas/") if is_component else ""


def _keyed(branch, discriminator):
    """Hold a branch to the keys that name it."""
    reference = branch.get("$ref")
    if not isinstance(reference, str):
        return branch
    name, mapping = reference.rpartition("/")[2], discriminator.get("mapping", {})
    keys = [key for key, text in mapping.items() if text in (reference, name)]
    if name not in mapping:
        keys.append(name)
    told = discriminator["propertyName"]
    held = {"required": [told], "properties": {told: {"enum": keys}}}
    return {"allOf": [{"$ref": reference, _STAYS: True}, held]}


def readings(value):
    """Give what a value that travels as text may be read as; some of them, if they are many."""
    if isinstance(value, list):
        many = [list(each) for each in islice(product(*map(readings, value)), _MOST)]
        is_lone = len(value) == 1 and not isinstance(value[0], list | dict)
        return [*many, *(readings(value[0]) if is_lone else ())]
    if isinstance(value, dict):
        found = islice(product(*map(readings, value.values())), _MOST)
        return [dict(zip(value, each, strict=True)) for each in found]
    text = value if isinstance(value, str) else json.dumps(value)
    found = [value, text]
    with suppress(ValueError):
        found.append(json.loads(text))
    scalars = [each for each in found if not isinstance(each, list | dict)]
    return [*scalars, *([each] for each in scalars)]


def load(raw):
    """Read a document by PyYAML, in which dates and the like stay texts; JSON by itself."""
    try:
        return json.loads(raw)
    except ValueError:
        return yaml.load(raw, Loader=_Loader)


class _Loader(yaml.CSafeLoader):
    """The plain loader, for which a date is a text and a key is one too."""

    def construct_mapping(self, node, deep=False):
        return {str(key): each for key, each in super().construct_mapping(node, deep).items()}


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_str)
