"""Classes of bodies as a template sees them.

In:  WrittenClass values and the package they stand in.
Out: ClassViews, and the imports that their annotations need.
How: fields are laid out to the width of a line; the docs of a field stand below it.
"""

from collections.abc import Iterable, Mapping

from bffgen.emit.checking import check_node
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, lay, lay_assigned, named
from bffgen.emit.models import WrittenClass, WrittenField
from bffgen.emit.plain import EXACT, FILE_PART, FORMATS, NO_VALUE
from bffgen.emit.view import ClassView, FieldView
from bffgen.emit.words import docstring, sentence

_CLOSED = 'extra="forbid"'
_BODY, _COUNTED, _OBSERVABLE = "Body", "Counted", "Observable"
_CHECKED = {"Body": "Checked", "CamelBody": "Checked", "RootBody": "CheckedRoot"}
_TYPING = frozenset(("Annotated", "Any", "Literal"))
_PYDANTIC = frozenset(("MISSING", "Field"))
_RUNTIME = frozenset(("Body", "RootBody", EXACT, NO_VALUE, *FORMATS.values()))


def bodies(
    classes: Iterable[WrittenClass],
    imports: Imports,
    *,
    depth: int,
    said: Mapping[str, str],
    docs: bool,
    is_observed: bool = False,
) -> tuple[ClassView, ...]:
    """View classes of bodies.

    Args:
        depth: how many folders below the package the module stands.
        said: what a class without a description says of itself.
        docs: whether fields carry their descriptions.
        is_observed: they may be built of what is out of bounds.
    """
    views = []
    runtime = "." * (depth + 1) + "runtime.body"
    for written in classes:
        if is_observed:
            imports.add("." * (depth + 1) + "runtime.observed", _OBSERVABLE)
        if written.base in _base(written, is_observed=is_observed):
            imports.add(runtime, written.base)
        if written.check is not None:
            checked = _CHECKED[written.base]
            imports.add("." * (depth + 1) + "runtime.check", "Check", checked)
        if written.counts:
            imports.add("." * (depth + 1) + "runtime.counted", _COUNTED)
        import_types(written, imports, runtime)
        views.append(
            ClassView(
                name=written.name,
                bases=_bases(written, is_observed=is_observed),
                doc=docstring(sentence(written.doc) or said[written.name], indent=4),
                fields=tuple(_field(field, docs=docs) for field in written.fields),
            )
        )
    return tuple(views)


def _bases(written: WrittenClass, *, is_observed: bool) -> str:
    """Write what a class is made from, in brackets."""
    said: list[Node] = [*_base(written, is_observed=is_observed)]
    said += [written.counts] if written.counts else []
    said += [_CLOSED] * written.is_closed
    if written.check is not None:
        said.append(named("check", check_node(written.check)))
    head = f"class {written.name}"
    return lay(Bracket(open="(", items=tuple(said), close=")"), indent=0, before=len(head), after=1)


def _base(written: WrittenClass, *, is_observed: bool) -> list[str]:
    """Give the classes that a class is made from."""
    before = [_OBSERVABLE] * is_observed + [_COUNTED] * bool(written.counts)
    before += [_CHECKED[written.base]] * (written.check is not None)
    is_implied = written.base == "RootBody" and written.check is not None
    is_implied = is_implied or (bool(before) and written.base == _BODY)
    return before if is_implied else [*before, written.base]


def import_types(written: WrittenClass, imports: Imports, runtime: str) -> None:
    """Import what the annotations of a class are made of.

    Args:
        runtime: the module of the runtime that has the types of bodies.
    """
    for name in written.uses:
        if name in _TYPING:
            imports.add("typing", name)
        elif name in _PYDANTIC:
            imports.add("pydantic", name)
        elif name in _RUNTIME:
            imports.add(runtime, name)
        elif name == FILE_PART:
            imports.add(f"{runtime.rpartition('.')[0]}.file_part", name)


def _field(field: WrittenField, *, docs: bool) -> FieldView:
    node = Chain(parts=(f"{field.attribute}: ", field.annotation))
    if field.is_required:
        line = lay(node, indent=4, before=4)
    else:
        line = lay_assigned(node, "MISSING", indent=4)
    doc = docstring(sentence(field.doc), indent=4) if docs else ""
    return FieldView(line=line, doc=doc)
