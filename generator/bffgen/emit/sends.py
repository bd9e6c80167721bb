"""sends/<service>.py: the bodies that hooks may send to a service, whole.

In:  the upstream operations that hooks may call, the contract of the service as it is asked.
Out: UsesView; the type of each body; the clashes of its names.
How: beside what the service answers, since one component may be asked and answered and yet not be
     the same (`model/view.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bffgen.emit.bodies import bodies
from bffgen.emit.classes import AnswerClasses, type_text
from bffgen.emit.imports import Imports
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import upstream_module
from bffgen.emit.view import UsesView
from bffgen.emit.words import docstring
from bffgen.model.api import Api
from bffgen.model.finding import Finding
from bffgen.model.implemented import Used
from bffgen.model.names import operation_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Sends:
    """The bodies that one service is sent.

    Attributes:
        names: pointer of an object schema -> its class.
        types: operation -> the type of its body, its classes behind the name of the module.
        faults: names that clash.
    """

    classes: tuple[WrittenClass, ...]
    said: dict[str, str]
    names: dict[str, str]
    types: dict[str, str]
    faults: tuple[Finding, ...]


def sends_of(name: str, api: Api, uses: Iterable[Used]) -> Sends:
    """Make the classes of all that may be sent.

    Args:
        api: the contract of the service as it is asked.
    """
    uses = tuple(uses)
    parts = [use.body.parts for use in uses if use.body is not None and use.body.parts is not None]
    made = AnswerClasses(api, files=frozenset[str]().union(*(each.pointers for each in parts)))
    types = {}
    for use in uses:
        if use.body is not None and not use.body.is_passed and use.operation.key not in types:
            own = f"{operation_type(use.operation)}Body"
            root = made.add(use.body.pointer, own, f"{use.operation.name} request")
            types[use.operation.key] = type_text(root, f"{module_name(name)}.")
    return Sends(
        classes=write_classes(made.schemas),
        said=made.said,
        names=made.names,
        types=types,
        # What no class holds is the service's to refuse.
        faults=tuple(each for each in made.faults if each.rule == "naming-clash"),
    )


def module_name(service: str) -> str:
    """Give what the module of a service's bodies is called where it is imported."""
    return f"{upstream_module(service)}_sends"


def view_sends(name: str, api: Api, sends: Sends) -> UsesView:
    """View the bodies that a service may be sent."""
    imports = Imports()
    views = bodies(sends.classes, imports, depth=1, said=sends.said, docs=True)
    doc = f"What hooks send to {name}, whole: {api.title} {api.version}."
    return UsesView(doc=docstring(doc, indent=0), imports=imports.text(), bodies=views, statuses=())
