"""answers.py of a package: the bodies of the contract, a class a status.

In:  the Written operations of a client, the classes of its answers.
Out: AnswersView.
"""

from collections.abc import Mapping, Sequence

from bffgen.emit.bodies import bodies
from bffgen.emit.headers import fields, writing
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, lay, lay_assigned
from bffgen.emit.models import WrittenClass
from bffgen.emit.operation import Written
from bffgen.emit.view import AnswersView, StatusView
from bffgen.emit.words import docstring, sentence


def view_answers(
    operations: Sequence[Written], classes: Sequence[WrittenClass], said: Mapping[str, str]
) -> AnswersView:
    """View the answers of a client: bodies of its contract, a class a status.

    Args:
        said: what a class without a description says of itself.
    """
    imports = Imports()
    imports.add("dataclasses", "dataclass")
    imports.add("typing", "ClassVar", "TypeAlias")
    imports.add(".runtime.answer", "Answer")
    views = bodies(classes, imports, depth=0, said=said, docs=True)
    statuses = [_status(each, imports) for each in operations]
    return AnswersView(
        imports=imports.text(),
        bodies=views,
        statuses=tuple(statuses),
        responses=tuple(
            lay_assigned(f"{each.type_name}Response: TypeAlias", each.answer, indent=0)
            for each in operations
        ),
    )


def _status(operation: Written, imports: Imports) -> StatusView:
    """View the class of a status; headers are keywords, since the body comes first."""
    keywords = ", kw_only=True" if operation.headers else ""
    return StatusView(
        decorator=f"@dataclass(frozen=True, slots=True{keywords})",
        head=lay(_head(operation), indent=0),
        status=int(operation.plan.success.status),
        doc=docstring(sentence(operation.plan.success.description), indent=4),
        fields=fields(operation.headers, imports),
        headers=writing(operation.headers, imports),
    )


def _head(operation: Written) -> Node:
    bases = Bracket(open="(", items=(f"Answer[{operation.root.name}]",), close=")")
    return Chain(parts=(f"class {operation.answer}", bases, ":"))
