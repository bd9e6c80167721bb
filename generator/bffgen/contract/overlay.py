"""Lay what a workspace assumes of another team's contract over that contract.

In:  an OpenAPI Overlay 1.0 file, the Bundle of the contract.
Out: the Bundle with every action applied, each change with its place in the overlay; findings for
     actions that select nothing, and for those that the contract grants without them.
How: targets are JSONPath of names, indexes and `*`: an assumption that is meant for one place says
     which. Objects are merged and lists added to; what a list has already is not added again, so
     `required` names a property once.

Source: OpenAPI Overlay 1.0.0, 4.4.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from bffgen.contract.dialect import modern
from bffgen.contract.fields import Fields
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.exposure import SENSITIVE
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.grammar import Kind, kind_at
from bffgen.model.overlay import Action, Step
from bffgen.model.place import Place, join, parent, tokens
from bffgen.model.pool import Pool
from bffgen.model.tree import at, has, local_pointer, replaced
from bffgen.proof.answer import Proved
from bffgen.proof.prover import Prover
from bffgen.proof.side import Side

_VERSION: Final = re.compile(r"1\.0\.[0-9]+")
_STEP: Final = re.compile(
    r"\.(?P<name>[A-Za-z_$][A-Za-z0-9_$-]*)|\[(?P<index>[0-9]{1,9})\]|(?P<all>\.\*|\[\*\])"
    r"|\['(?P<single>[^']*)'\]|\[\"(?P<double>[^\"]*)\"\]"
)


def read_overlay(value: Json, place: Place) -> tuple[tuple[Action, ...], tuple[Finding, ...]]:
    """Read an overlay.

    Args:
        value: the parsed file.
        place: the file itself.
    """
    faults: list[Finding] = []
    file = Fields.of(value, place, faults)
    version = file.required_text("overlay")
    if version and not _VERSION.fullmatch(version):
        problem = f"`{version}` where `1.0.0` belongs"
        faults.append(finding("input-schema", file.at("overlay"), problem=problem))
    for key in ("info", "extends", *(each for each in file if each.startswith("x-"))):
        file.raw(key)
    file.demand("actions")
    listed = file.raw("actions")
    if "actions" in file and not (isinstance(listed, list) and listed):
        problem = "no list of actions, of which there is at least one"
        faults.append(finding("input-schema", file.at("actions"), problem=problem))
    written = listed if isinstance(listed, list) else []
    found = [
        _action(each, file.at("actions").at(str(number)), faults)
        for number, each in enumerate(written)
    ]
    file.done()
    return tuple(each for each in found if each is not None), tuple(faults)


def _action(value: Json, place: Place, faults: list[Finding]) -> Action | None:
    fields = Fields.of(value, place, faults)
    fields.knows(("target", "description", "update", "remove"))
    target = fields.required_text("target")
    description = fields.text("description") or ""
    is_removal = fields.flag("remove") is True
    update = fields.raw("update")
    is_told = fields.means("update") and "update" not in fields
    fields.done()
    if is_told:
        return None
    if is_removal == ("update" in fields):
        problem = "one of `update` and `remove: true`, and not both"
        faults.append(finding("input-schema", place, problem=problem))
        return None
    steps = _steps(target, fields.at("target"), faults) if target else None
    if steps is None:
        return None
    return Action(
        target=target,
        steps=steps,
        description=description,
        update=update,
        is_removal=is_removal,
        place=place,
    )


def _steps(target: str, place: Place, faults: list[Finding]) -> tuple[Step, ...] | None:
    offset = 1 if target.startswith("$") else 0
    found: list[Step] = []
    while 0 < offset < len(target):
        step = _STEP.match(target, offset)
        if step is None:
            break
        name = next(
            (text for text in step.group("name", "single", "double") if text is not None), None
        )
        index = step["index"]
        found.append(name if name is not None else int(index) if index is not None else None)
        offset = step.end()
    if offset == len(target) and offset > 1:
        return tuple(found)
    mark = Mark(place=place, offset=offset, width=max(1, len(target) - offset))
    problem = "a target is `$` with `.name`, `['name']`, `[0]`, `.*` behind it"
    faults.append(finding("input-schema", mark, problem=problem))
    return None


def overlaid(
    bundle: Bundle, actions: Iterable[Action], file: tuple[str, str], pool: Pool
) -> tuple[Bundle | None, tuple[Finding, ...]]:
    """Apply the actions in their order.

    Args:
        file: path of the overlay, SHA-256 of its bytes.
        pool: of the workspace, for the proofs that the contract grants an assumption.

    Returns:
        None where an action selects nothing or leads nowhere.
    """
    made, faults = bundle, []
    for action in actions:
        one, own = _applied(made, action)
        if not own:
            faults.append(_unmatched(action))
            continue
        made = one
        if _is_granted(bundle, action, pool):
            mark = Mark(place=action.place.at("target"))
            granted = finding(
                "compose-overlay-proved", mark, effect=Effect.RISKY, target=action.target
            )
            faults.append(granted)
    lost = [each for action in actions for each in _lost(action, made.document)]
    faults += lost
    if lost or any(each.effect is Effect.BREAKS for each in faults):
        return None, tuple(faults)
    return replace(made, files=tuple(sorted((*made.files, file)))), tuple(faults)


def _unmatched(action: Action) -> Finding:
    mark = Mark(place=action.place.at("target"))
    return finding("compose-overlay-unmatched", mark, target=action.target)


def _selected(value: Json, steps: tuple[Step, ...], pointer: str = "") -> Iterator[str]:
    """Give the pointers of what steps select."""
    if not steps:
        yield pointer
        return
    step, *rest = steps
    members: Iterable[tuple[str, Json]] = ()
    if isinstance(value, dict):
        members = [(key, each) for key, each in value.items() if step is None or key == step]
    elif isinstance(value, list):
        numbered = ((number, each) for number, each in enumerate(value))
        members = [(str(n), each) for n, each in numbered if step is None or n == step]
    for key, each in members:
        yield from _selected(each, tuple(rest), join(pointer, key))


def _applied(bundle: Bundle, action: Action) -> tuple[Bundle, bool]:
    """Apply one action; say whether it selected anything that it can change."""
    selected = [each for each in _selected(bundle.document, action.steps) if each]
    values: dict[str, Json] = {}
    places = dict(bundle.places)
    if action.is_removal:
        # From the last, so that an index that goes moves none that is still to go.
        for pointer in reversed(selected):
            above = parent(pointer)
            key = tokens(pointer)[-1]
            values[above] = _without(values.get(above, at(bundle.document, above)), key)
    else:
        for pointer in selected:
            here = at(bundle.document, pointer)
            update = action.place.at("update")
            if isinstance(here, dict) and isinstance(action.update, dict):
                values[pointer] = _merged(here, action.update, pointer, update, places)
            elif isinstance(here, list):
                values[pointer] = _added(here, [action.update], pointer, (update,), places)
            else:
                return bundle, False
    document = replaced(bundle.document, values)
    if not selected or not isinstance(document, dict):
        return bundle, False
    return replace(bundle, document=document, places=tuple(sorted(places.items()))), True


def _without(value: Json, key: str) -> Json:
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name != key}
    items = value if isinstance(value, list) else []
    return [each for number, each in enumerate(items) if str(number) != key]


def _merged(
    into: dict[str, Json],
    written: Mapping[str, Json],
    pointer: str,
    update: Place,
    places: dict[str, Place],
) -> dict[str, Json]:
    made = dict(into)
    for key, value in written.items():
        here, where = join(pointer, key), update.at(key)
        before = into.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            made[key] = _merged(before, value, here, where, places)
        elif isinstance(before, list) and isinstance(value, list):
            parts = tuple(where.at(str(number)) for number in range(len(value)))
            made[key] = _added(before, value, here, parts, places)
        else:
            made[key] = value
            _put(here, where, places)
    return made


def _added(
    into: list[Json],
    written: list[Json],
    pointer: str,
    parts: tuple[Place, ...],
    places: dict[str, Place],
) -> list[Json]:
    made = list(into)
    for value, where in zip(written, parts, strict=True):
        if value not in into:
            _put(join(pointer, str(len(made))), where, places)
            made.append(value)
    return made


def _put(pointer: str, place: Place, places: dict[str, Place]) -> None:
    """Say where something new is written; what stood there stands nowhere any more."""
    for each in [each for each in places if each.startswith(f"{pointer}/")]:
        del places[each]
    places[pointer] = place


def _is_granted(bundle: Bundle, action: Action, pool: Pool) -> bool:
    """Say whether the contract alone says the same."""
    made, _ = _applied(bundle, action)
    pointers = [each for each in _selected(bundle.document, action.steps) if each]
    if made.document == bundle.document:
        return True
    if action.is_removal or any(kind_at(each) is not Kind.SCHEMA for each in pointers):
        return False
    # For whom a value is: no proof asks for that.
    if _says_sensitive(action.update):
        return False
    prover, before, after = Prover(pool), modern(bundle.document), modern(made.document)
    return all(
        isinstance(prover.prove(one, other), Proved)
        for each in pointers
        for one, other in (
            (Side(before, each), Side(after, each)),
            (Side(after, each), Side(before, each)),
        )
    )


def _says_sensitive(value: Json) -> bool:
    if isinstance(value, list):
        return any(map(_says_sensitive, value))
    members = value if isinstance(value, dict) else {}
    return SENSITIVE in members or any(map(_says_sensitive, members.values()))


def _lost(action: Action, document: Json) -> Iterator[Finding]:
    """Find references of an update that lead nowhere in the contract."""
    work = [(action.update, action.place.at("update"))]
    while work:
        value, place = work.pop()
        if isinstance(value, list):
            work += [(each, place.at(str(number))) for number, each in enumerate(value)]
        if not isinstance(value, dict):
            continue
        reference = value.get("$ref")
        target = local_pointer(reference)
        if isinstance(reference, str) and (target is None or not has(document, target)):
            problem = f"`{reference}` leads to nothing of the contract that is laid over"
            yield finding("input-schema", place.at("$ref"), problem=problem)
        work += [(each, place.at(key)) for key, each in value.items()]
