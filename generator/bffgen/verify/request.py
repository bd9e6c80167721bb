"""A request, read as a contract says.

In:  an Api; method, path, query, headers and body of a request.
Out: the operation that is asked for with its parameters as typed values; or what does not fit.
How: templates are matched segment by segment, a literal before a template; a value is read by the
     style of its parameter and judged by jsonschema-rs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote

from bffgen.model import schema
from bffgen.model.api import Api, MediaType, Operation, Parameter
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.form import is_form
from bffgen.model.media import bare
from bffgen.model.media import is_json as is_its_own
from bffgen.model.parts import is_parts
from bffgen.proof.validate import Unbuildable, first_fault
from bffgen.verify.parts import SentPart, sent_parts

_BRACES: Final = re.compile(r"\{([^{}]+)\}")
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
# What stands between the parts of an exploded value in a path.
_EXPLODED: Final = {"label": ".", "matrix": ";"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The path of some operations, ready to be matched."""

    path: str
    segments: tuple["re.Pattern[str] | str", ...]
    names: tuple[str, ...]
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A request that no operation is for.

    Attributes:
        methods: which the path has operations for; empty for an unknown path.
    """

    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The operation that a request is for, with the texts of its path parameters."""

    operation: Operation
    path_texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a request carries.

    Attributes:
        parameters: those that are present, in the order of the contract, with their values.
        body: the JSON value of the body; None without one, or where it is no JSON.
        faults: what does not fit, one sentence each.
    """

    parameters: tuple[tuple[Parameter, Json], ...] = field(hash=False)
    body: Json = field(hash=False)
    faults: tuple[str, ...]

    def values(self, *locations: str) -> tuple[tuple[str, Json], ...]:
        """Give (name, value) of the parameters in some locations."""
        return tuple((p.name, v) for p, v in self.parameters if p.location in locations)


def templates(api: Api) -> tuple[Template, ...]:
    """Give the paths of a contract, literal segments before templates."""
    operations: dict[str, list[Operation]] = {}
    for each in api.operations:
        operations.setdefault(each.path, []).append(each)
    made = [_template(path, found) for path, found in operations.items()]
    return tuple(sorted(made, key=_openness))


def match(known: Sequence[Template], method: str, path: str) -> Matched | Unmatched:
    """Find the operation of a method and a path, which is still percent-encoded.

    HEAD is answered as GET where the contract has no HEAD of its own (RFC 9110 9.3.2).
    """
    segments = [unquote(each) for each in path.split("/")]
    methods: list[str] = []
    for template in known:
        texts = _texts(template, segments)
        if texts is None:
            continue
        operations = {each.method: each for each in template.operations}
        found = operations.get(method) or (operations.get("GET") if method == "HEAD" else None)
        if found is not None:
            return Matched(
                operation=found, path_texts=tuple(zip(template.names, texts, strict=True))
            )
        methods += operations
    return Unmatched(methods=tuple(sorted(set(methods))))


def read_request(
    api: Api, matched: Matched, query: str, headers: Mapping[str, str], body: bytes
) -> Given:
    """Read parameters and body.

    Args:
        api: the contract.
        matched: what the request is for.
        query: as sent, without the question mark.
        headers: names in lower case.
        body: as sent.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    sources = _Sources(dict(matched.path_texts), pairs, headers)
    parameters: list[tuple[Parameter, Json]] = []
    faults: list[str] = []
    for each in matched.operation.parameters:
        called = f"{each.location} parameter `{each.name}`"
        try:
            found = list(sources.values(api.meaning, each))
        except JsonFault as fault:
            faults.append(f"{called} is no JSON: {fault.message}")
            continue
        if not found and each.required:
            faults.append(f"{called} is required and missing")
        for value in found:
            unfit = _unfit(api.meaning, each.schema_pointer, value)
            if unfit:
                faults.append(f"{called} does not fit: {unfit}")
            else:
                parameters.append((each, value))
    value, said = _body(api, matched.operation, headers.get("content-type", ""), body)
    return Given(parameters=tuple(parameters), body=value, faults=(*faults, *said))


def is_json(media_type: str) -> bool:
    """Say whether a media type is JSON, or a range that JSON is in."""
    return is_its_own(media_type) or bare(media_type) in ("*/*", "application/*")


def _template(path: str, operations: Sequence[Operation]) -> Template:
    segments: list[re.Pattern[str] | str] = []
    for segment in path.split("/"):
        pieces = _BRACES.split(segment)
        if len(pieces) == 1:
            segments.append(segment)
        else:
            literal = [re.escape(each) for each in pieces[::2]]
            segments.append(re.compile("(.+?)".join(literal), re.DOTALL))
    return Template(
        path=path,
        segments=tuple(segments),
        names=tuple(_BRACES.findall(path)),
        operations=tuple(operations),
    )


def _openness(template: Template) -> tuple[tuple[tuple[int, int], ...], str]:
    """Order templates: segment by segment a literal, then what has more of one, then any text."""
    kinds = (
        (0, 0) if isinstance(wanted, str) else (1, -len(_BRACES.sub("", segment)))
        for wanted, segment in zip(template.segments, template.path.split("/"), strict=True)
    )
    return tuple(kinds), template.path


def _texts(template: Template, segments: Sequence[str]) -> list[str] | None:
    if len(template.segments) != len(segments):
        return None
    found: list[str] = []
    for wanted, segment in zip(template.segments, segments, strict=True):
        if isinstance(wanted, str):
            if wanted != segment:
                return None
        elif (met := wanted.fullmatch(segment)) is not None:
            found += met.groups()
        else:
            return None
    return found


class _Sources:
    """Where the values of parameters come from."""

    def __init__(
        self,
        path_texts: Mapping[str, str],
        pairs: Sequence[tuple[str, str]],
        headers: Mapping[str, str],
    ) -> None:
        self._path, self._pairs, self._headers = path_texts, pairs, headers

    def values(self, document: Json, parameter: Parameter) -> Iterator[Json]:
        """Give the value of a parameter, or nothing where it is absent."""
        texts = self._texts(parameter)
        if parameter.media_type is not None:
            for text in texts[:1]:
                yield read_json(text.encode()) if is_json(parameter.media_type) else text
            return
        types = schema.types(document, parameter.schema_pointer) - {"null"}
        if types == {"array"}:
            if texts:
                yield self._array(document, parameter, texts)
        elif types == {"object"}:
            members = dict(self._members(document, parameter, texts))
            if members:
                yield members
        elif texts:
            yield _typed(document, parameter.schema_pointer, texts[0])

    def _texts(self, parameter: Parameter) -> list[str]:
        """Give the texts that are sent under the parameter's name."""
        match parameter.location:
            case "path":
                text = self._path[parameter.name]
                if parameter.style == "label":
                    text = text.removeprefix(".")
                if parameter.style == "matrix":
                    start = f"{parameter.name}="
                    parts = text.removeprefix(";").split(";")
                    text = ";".join(each.removeprefix(start) for each in parts)
                return [text]
            case "query":
                return [value for name, value in self._pairs if name == parameter.name]
            case "header":
                found = self._headers.get(parameter.name.lower())
                return [] if found is None else [found]
            case "cookie":
                pieces = (each.split("=", 1) for each in self._headers.get("cookie", "").split(";"))
                return [
                    unquote(piece[1].strip())
                    for piece in pieces
                    if len(piece) == 2 and piece[0].strip() == parameter.name
                ]
            case "querystring":
                # No operation with one is served: each is among `Api.left_out`.
                return []

    def _array(self, document: Json, parameter: Parameter, texts: Sequence[str]) -> Json:
        held = schema.items(document, parameter.schema_pointer)
        is_repeated = parameter.location in ("query", "cookie") and parameter.explode
        if not is_repeated:
            separators = _EXPLODED if parameter.explode else _SEPARATORS
            separator = separators.get(parameter.style, ",")
            texts = [piece.strip() for text in texts for piece in text.split(separator)]
        return [_typed(document, held[0], each) if held else each for each in texts]

    def _members(
        self, document: Json, parameter: Parameter, texts: Sequence[str]
    ) -> Iterator[tuple[str, Json]]:
        """Give the members of an object: spread over the query, or in one text."""
        declared = schema.declared(document, parameter.schema_pointer)
        pairs: list[tuple[str, str]] = []
        if parameter.style == "deepObject":
            start = f"{parameter.name}["
            pairs = [(k[len(start) : -1], v) for k, v in self._pairs if k.startswith(start)]
        elif parameter.location == "query" and parameter.explode:
            pairs = [(key, value) for key, value in self._pairs if key in declared]
        elif texts and parameter.explode:
            separator = _EXPLODED.get(parameter.style, ",")
            split = (each.partition("=") for each in texts[0].split(separator))
            pairs = [(key.strip(), value) for key, _, value in split]
        elif texts:
            pieces = texts[0].split(_SEPARATORS.get(parameter.style, ","))
            pairs = list(zip(pieces[::2], pieces[1::2], strict=False))
        for key, value in pairs:
            pointers = declared.get(key)
            yield key, _typed(document, pointers[0], value) if pointers else value


def _typed(document: Json, pointer: str, text: str) -> Json:
    """Read a text as the type that its schema admits; what fits none stays a text."""
    types = schema.types(document, pointer)
    candidates: list[Json] = []
    if "integer" in types and _WHOLE.fullmatch(text):
        candidates.append(int(text))
    if "number" in types and _DECIMAL.fullmatch(text):
        candidates.append(float(text))
    if "boolean" in types and text in ("true", "false"):
        candidates.append(text == "true")
    if "null" in types and text in ("", "null"):
        candidates.append(None)
    candidates.append(text)
    fitting = [each for each in candidates if _unfit(document, pointer, each) is None]
    return fitting[0] if fitting else candidates[0]


def _unfit(document: Json, pointer: str, value: Json) -> str | None:
    """Say why a value is none of a schema; a schema that nobody can judge refuses nothing."""
    try:
        fault = first_fault(document, pointer, value)
    except Unbuildable:
        return None
    if fault is None:
        return None
    return f"{fault[1]} at `{fault[0]}`" if fault[0] else fault[1]


def _body(api: Api, operation: Operation, sent: str, body: bytes) -> tuple[Json, tuple[str, ...]]:
    """Read a body; give its JSON value and what does not fit."""
    declared = operation.body
    if declared is None or not body:
        missing = declared is not None and declared.required
        return None, ("the body is required and missing",) if missing else ()
    media = _media(declared.content, sent)
    if media is None:
        listed = ", ".join(f"`{each.media_type}`" for each in declared.content)
        return None, (f"the body is `{sent or 'of no media type'}`, declared is {listed}",)
    try:
        if is_form(sent):
            value = _form(api, media, body)
        elif is_parts(sent) and media.schema_pointer is not None:
            found = sent_parts(sent, body)
            if found is None:
                return None, ("the body has no parts that can be read",)
            value = _parts(api, media, found)
        elif is_json(sent):
            value = read_json(body)
        else:
            return None, ()
    except JsonFault as fault:
        return None, (f"the body is no JSON: {fault.message}",)
    unfit = _unfit(api.meaning, media.schema_pointer, value) if media.schema_pointer else None
    return value, (f"the body does not fit: {unfit}",) if unfit else ()


def _form(api: Api, media: MediaType, body: bytes) -> Json:
    """Read a form by its schema and `encoding`: texts, lists of them, JSON (OpenAPI 3.1.1 4.8.15).

    Raises:
        JsonFault: where a member that travels as JSON is none.
    """
    pointer = media.schema_pointer
    if pointer is None:
        return None
    encodings = {each.name: each for each in media.encoding}
    declared = schema.declared(api.meaning, pointer)
    texts: dict[str, list[str]] = {}
    made: dict[str, Json] = {}
    for name, text in parse_qsl(body.decode(errors="replace"), keep_blank_values=True):
        outer, bracket, inner = name.partition("[")
        if bracket and outer in encodings and encodings[outer].style == "deepObject":
            held = made.setdefault(outer, {})
            within = schema.declared(api.meaning, declared[outer][0]).get(inner[:-1])
            if isinstance(held, dict):
                held[inner[:-1]] = _typed(api.meaning, within[0], text) if within else text
        else:
            texts.setdefault(name, []).append(text)
    for name, sent in texts.items():
        if name not in declared:
            made[name] = sent[0]
            continue
        here = declared[name][0]
        types = schema.types(api.meaning, here) - {"null"}
        if types == {"array"}:
            one = name in encodings and encodings[name].style and not encodings[name].explode
            each_of = sent[0].split(",") if one else sent
            items = schema.items(api.meaning, here)
            made[name] = [_part(api, items[0], each) if items else each for each in each_of]
        else:
            made[name] = _part(api, here, sent[0])
    return made


def _parts(api: Api, media: MediaType, sent: Sequence[SentPart]) -> Json:
    """Read a body of parts: a file is a text of as many characters as it has bytes.

    Raises:
        JsonFault: where a member that travels as JSON is none.
    """
    pointer = media.schema_pointer
    assert pointer is not None
    declared = schema.declared(api.meaning, pointer)
    found: dict[str, list[Json]] = {}
    repeated: set[str] = set()
    for part in sent:
        here = declared[part.name][0] if part.name in declared else None
        if here is not None and schema.types(api.meaning, here) - {"null"} == {"array"}:
            repeated.add(part.name)
            here = next(iter(schema.items(api.meaning, here)), None)
        if part.is_file or here is None:
            value: Json = part.content.decode("latin-1")
        else:
            value = _part(api, here, part.content.decode(errors="replace"))
        found.setdefault(part.name, []).append(value)
    return {n: list(each) if n in repeated else each[0] for n, each in found.items()}


def _part(api: Api, pointer: str, text: str) -> Json:
    """Read a text of a form: JSON where its schema has members or elements."""
    if schema.types(api.meaning, pointer) & {"array", "object"}:
        return read_json(text.encode())
    return _typed(api.meaning, pointer, text)


def _media(content: Sequence[MediaType], sent: str) -> MediaType | None:
    """Find the declared media type of a body: its own before a range."""
    name = bare(sent)
    own = [each for each in content if bare(each.media_type) == name]
    ranges = [
        each
        for each in content
        if each.media_type == "*/*"
        or (each.media_type.endswith("/*") and name.startswith(each.media_type[:-1].lower()))
    ]
    return next(iter((*own, *ranges)), None)
