"""answers.py of a package: the bodies of the contract, a class a status.

In:  the Written operations of a client, the classes of its answers.
Out: AnswersView.
"""

from collections.abc import Mapping, Sequence

from bffgen.emit.bodies import bodies
from bffgen.emit.imports import Imports
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
    statuses = [
        StatusView(
            name=each.answer,
            body=each.root.name,
            status=int(each.plan.success.status),
            doc=docstring(sentence(each.plan.success.description), indent=4),
        )
        for each in operations
    ]
    return AnswersView(
        imports=imports.text(),
        bodies=views,
        statuses=tuple(statuses),
        responses=tuple((f"{each.type_name}Response", each.answer) for each in operations),
    )
