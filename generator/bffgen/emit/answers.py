"""answers.py of a package: the bodies of the contract, a class a status.

In:  the Written operations of a client, the classes of its answers.
Out: AnswersView.
"""

from collections.abc import Mapping, Sequence

from bffgen.emit.bodies import bodies
from bffgen.emit.byhook import CONTENT, TYPES, ByHook, StatusClass
from bffgen.emit.headers import WrittenHeader, fields, writing
from bffgen.emit.imports import Imports
from bffgen.emit.layout import (
    Bracket,
    Chain,
    Joined,
    Node,
    call,
    display,
    lay,
    lay_assigned,
)
from bffgen.emit.models import WrittenClass
from bffgen.emit.operation import PASSED, Written
from bffgen.emit.plain import bytes_text, text
from bffgen.emit.view import AnswersView, StatusView
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Response
from bffgen.model.composition import OnInvalid
from bffgen.model.implemented import Carried
from bffgen.model.media import JSON, json_forms


def view_answers(
    operations: Sequence[Written | ByHook], classes: Sequence[WrittenClass], said: Mapping[str, str]
) -> AnswersView:
    """View the answers of a client: bodies of its contract, a class a status.

    Args:
        said: what a class without a description says of itself.
    """
    imports = Imports()
    operations = [each for each in operations if isinstance(each, Written) or each.raw is None]
    if operations:
        imports.add("dataclasses", "dataclass")
        imports.add("typing", "ClassVar", "TypeAlias")
        imports.add(".runtime.answer", "Answer")
    views = bodies(
        classes, imports, depth=0, said=said, docs=True, is_observed=_is_observed(operations)
    )
    statuses: list[StatusView] = []
    for each in operations:
        if isinstance(each, Written):
            if each.plan.passed:
                imports.add(".runtime.passing", PASSED)
            body = "" if each.root or each.plan.passed else _nothing(imports)
            kind = PASSED if each.plan.passed else each.root or "NoBody"
            head = _head(each.answer, kind)
            statuses.append(_status(head, each.plan.success, each.headers, imports, body))
        else:
            statuses += [_of_hook(one, imports) for one in each.answers]
    return AnswersView(
        imports=imports.text(),
        bodies=views,
        statuses=tuple(statuses),
        responses=tuple(_response(each) for each in operations),
    )


def _is_observed(operations: Sequence[Written | ByHook]) -> bool:
    """Say whether anything is built of what may be out of bounds."""
    calls = (c for each in operations if isinstance(each, Written) for c in each.plan.calls)
    return any(each.on_invalid is OnInvalid.OBSERVE for each in calls)


def _status(
    head: Node,
    response: Response,
    headers: Sequence[WrittenHeader],
    imports: Imports,
    body: str = "",
) -> StatusView:
    """View the class of a status; headers are keywords, since the body comes first."""
    keywords = ", kw_only=True" if headers else ""
    media_type, media_doc = _media_type(response, imports)
    return StatusView(
        media_type=media_type,
        media_doc=media_doc,
        decorator=f"@dataclass(frozen=True, slots=True{keywords})",
        head=lay(head, indent=0),
        status=int(response.status),
        doc=docstring(sentence(response.description), indent=4),
        body=body,
        fields=fields(headers, imports),
        headers=writing(headers, imports),
    )


def _media_type(response: Response, imports: Imports) -> tuple[str, str]:
    """Write the media type of a body that is built, and what is said of it."""
    forms = json_forms(response)
    if forms in ((), (JSON,)):
        return "", ""
    written = [bytes_text(each) for each in forms]
    imports.add("collections.abc", "Sequence")
    if len(written) == 1:
        return f"return {written[0]}", "Give the media type that the contract has for the body."
    imports.add(".runtime.accept", "preferred")
    made = call("preferred", ["asked", *written])
    said = "Give the form of the body that the client asks for."
    return lay(Chain(parts=("return ", made)), indent=8, before=8), said


def _head(name: str, body: str) -> Node:
    bases = Bracket(open="(", items=(f"Answer[{body}]",), close=")")
    return Chain(parts=(f"class {name}", bases, ":"))


def _nothing(imports: Imports) -> str:
    """Write the field of an answer that has no body."""
    imports.add(".runtime.told", "NO_BODY", "NoBody")
    return "body: NoBody = NO_BODY"


def _of_hook(one: StatusClass, imports: Imports) -> StatusView:
    """View a status that a hook may answer, with what hooks need to build it."""
    body = ""
    if one.answerable.carries is Carried.NOTHING:
        body = _nothing(imports)
    elif one.answerable.carries is Carried.PROBLEM:
        imports.add(".runtime.told", "Problem")
        # For hooks, which import it from here.
        imports.add(".runtime.told", "problem", alias="problem")
    elif one.answerable.carries is Carried.CONTENT:
        imports.add(".runtime.content", CONTENT, alias=CONTENT)
        imports.add(".runtime.passing", PASSED)
        listed = display("(", tuple(text(each) for each in one.answerable.types))
        body = lay(Chain(parts=(TYPES, listed)), indent=4, before=4)
    head = _head(one.name, one.body)
    return _status(head, one.answerable.response, one.headers, imports, body)


def _response(operation: Written | ByHook) -> str:
    """Write the union of what an operation may answer."""
    target = f"{operation.type_name}Response: TypeAlias"
    if isinstance(operation, Written):
        return lay_assigned(target, operation.answer, indent=0)
    names = [each.name for each in operation.answers]
    if len(names) == 1:
        return lay_assigned(target, names[0], indent=0)
    head = f"{target} = "
    return head + lay(Joined(operator="|", operands=tuple(names)), indent=0, before=len(head))
