"""What a contract has, by the names of its operations, without a look at any schema.

In:  a bundled document.
Out: an Outline of each operation of its paths; linear in their number.
How: for what is compared beside the contract, where lowering a large document would be the cost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.grammar import METHODS
from bffgen.model.media import bare, is_one_json
from bffgen.model.place import join
from bffgen.model.problem import PROBLEM
from bffgen.model.tree import at, local_pointer

# Of references that lead to references; what is deeper leads back to itself.
_MOST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One operation.

    Attributes:
        key: `METHOD path`.
        operation_id: empty where there is none.
        pointer: of the operation, behind the references of its path.
        has_body: whether it takes a body.
        body_types: media types of it, or ranges of such: bare names, in the contract's order.
        required_headers: names in lower case, of those that every request must have.
        answer: pointer of its success, behind references; empty where it has none.
        forms: media types of JSON that a success is answered in, as written.
    """

    key: str
    operation_id: str
    pointer: str
    has_body: bool
    body_types: tuple[str, ...]
    required_headers: frozenset[str]
    answer: str
    forms: tuple[str, ...]


def outlines(document: Json) -> Iterator[Outline]:
    """Give the operations, in the document's order."""
    for path in _mapping(document, "/paths"):
        item = followed(document, join("/paths", path))
        for method in METHODS:
            operation = _mapping(document, join(item, method))
            if operation:
                yield _outline(document, f"{method.upper()} {path}", item, method, operation)


def _outline(
    document: Json, key: str, item: str, method: str, operation: dict[str, Json]
) -> Outline:
    pointer = join(item, method)
    responses = _mapping(document, join(pointer, "responses"))
    success = [each for each in sorted(responses) if each.startswith("2")]
    success += ["default"] if "default" in responses else []
    answer = followed(document, join(pointer, "responses", success[0])) if success else ""
    content = _mapping(document, join(answer, "content")) if answer else {}
    body = followed(document, join(pointer, "requestBody"))
    name = operation.get("operationId")
    return Outline(
        key=key,
        operation_id=name if isinstance(name, str) else "",
        pointer=pointer,
        has_body="requestBody" in operation,
        body_types=tuple(bare(each) for each in _mapping(document, join(body, "content"))),
        required_headers=frozenset(
            (
                *_required(document, join(item, "parameters")),
                *_required(document, join(pointer, "parameters")),
            )
        ),
        answer=answer,
        forms=tuple(each for each in content if is_one_json(each) and bare(each) != PROBLEM),
    )


def followed(document: Json, pointer: str) -> str:
    """Give where a reference leads in the end; a pointer of anything else is its own."""
    for _ in range(_MOST):
        target = local_pointer(_mapping(document, pointer).get("$ref"))
        if target is None:
            return pointer
        pointer = target
    return pointer


def _required(document: Json, pointer: str) -> Iterator[str]:
    try:
        listed = at(document, pointer)
    except KeyError:
        return
    for number, _ in enumerate(listed if isinstance(listed, list) else ()):
        parameter = _mapping(document, followed(document, join(pointer, number)))
        name = parameter.get("name")
        if parameter.get("in") == "header" and parameter.get("required") is True:
            yield name.lower() if isinstance(name, str) else ""


def _mapping(document: Json, pointer: str) -> dict[str, Json]:
    try:
        value = at(document, pointer)
    except KeyError:
        return {}
    return value if isinstance(value, dict) else {}
