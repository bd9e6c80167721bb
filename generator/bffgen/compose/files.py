"""Files of a client's body: where they may go, and that nothing else goes where files are sent.

In:  a place of an upstream's body that is a file, a value that is put there; a Plan.
Out: why a value is no file that fits, in a Finding; findings of files that are put elsewhere.
How: a file is no text although JSON Schema has no other word for it, so it is told apart by the
     place that it is read from.
"""

from collections.abc import Iterator
from dataclasses import replace

from bffgen.compose.as_sent import EXPECTED, named
from bffgen.compose.bind import Binder
from bffgen.compose.bound import Bound
from bffgen.compose.inherited import candidates, inherited
from bffgen.compose.scope import Scope
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Builder, From, Members, Value, ValuePath
from bffgen.model.canonical import Json
from bffgen.model.composition import BODY
from bffgen.model.expression import Built, Expression, Read, parts
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.intake import Intake
from bffgen.model.media import is_within
from bffgen.model.parts import FileMember, Parts
from bffgen.model.plan import Plan
from bffgen.model.shapes import Shape, shape, solid


class FileBinder:
    """Binds those members of one body for an upstream that are files."""

    def __init__(self, intake: Intake | None, wanted: Parts | None, whole: str) -> None:
        """Take both sides.

        Args:
            intake: how the client's body is read; wanted: what the upstream is sent.
            whole: what is sent, in the words of a message.
        """
        self._whole = whole
        self._most = intake.max_body_bytes if intake is not None else 0
        files = intake.parts.files if intake is not None and intake.parts is not None else ()
        self._given = {each.pointer: each for each in files}
        self._wanted = wanted.files if wanted is not None else ()

    def bound(
        self, binder: Binder, from_: Builder | Bound, scope: Scope, pointer: str, mark: Mark
    ) -> dict[str, Expression]:
        """Give the members that are files; what gives none is left to who binds the rest.

        Args:
            from_: what is written of the body, or the client's own.
        """
        made: dict[str, Expression] = {}
        base = from_ if isinstance(from_, Bound) else _base(binder, from_, scope)
        members = dict(from_.members) if isinstance(from_, Members | From) else {}
        for wanted in self._wanted:
            written, way = members.get(wanted.name), wanted.name
            where = schema.declared(binder.meaning, solid(binder.meaning, pointer))[way][0]
            theirs = Mark(place=binder.api.place(where), on="key", label=EXPECTED)
            if written is None and candidates(base, way):
                at, found = mark, inherited(base, way, binder.api, where, way, mark)
            elif written is None:
                continue
            elif (path := _path(written)) is None:
                at = Mark(place=written.place, on="value")
                expected = _expected(wanted)
                binder.faults.append(
                    self._unfit(at, theirs, way, "a value that is no file", expected)
                )
                continue
            else:
                at, found = path.mark, scope.resolve(path)
            if isinstance(found, Finding):
                binder.faults.append(found)
                continue
            binder.reads.note(found)
            misfit = _misfit(found, self._file(found), wanted, self._most)
            if misfit:
                binder.faults.append(self._unfit(at, theirs, way, *misfit))
            here = solid(binder.meaning, pointer)
            is_required = schema.objects_have(binder.meaning, here, way)
            read = _never_null(found.read)
            made[way] = binder.judged(read, where, way, at, required=is_required) or read
        return made

    def _unfit(self, mark: Mark, theirs: Mark, way: str, sent: str, expected: str) -> Finding:
        parameter = named(self._whole, way)
        return finding(
            "compose-request-type", mark, theirs, parameter=parameter, sent=sent, expected=expected
        )

    def _file(self, found: Bound) -> FileMember | None:
        is_body = found.read.root == "request" and found.read.name == BODY
        return self._given.get(file_at(found.api.meaning, found.read.pointer)) if is_body else None


def _never_null(read: Read) -> Read:
    """Give the read of a part, which has no null whatever its schema admits."""
    last = tuple(replace(each, may_null=False) for each in read.hops[-1:])
    return replace(read, hops=(*read.hops[:-1], *last), types=read.types - {"null"})


def _path(written: Builder) -> ValuePath | None:
    """Give the only path of a value; None of anything else."""
    option = (
        written.options[0] if isinstance(written, Value) and len(written.options) == 1 else None
    )
    return option if isinstance(option, ValuePath) else None


def _base(binder: Binder, from_: Builder, scope: Scope) -> Bound | None:
    """Give the value that a builder projects from; None where it projects from none."""
    path = from_.base if isinstance(from_, From) else _path(from_)
    found = scope.resolve(path) if path is not None else None
    return found if isinstance(found, Bound) else None


def file_at(meaning: Json, pointer: str) -> str:
    """Give the schema of a file at a place: its own, or that of the elements of a list."""
    here = solid(meaning, pointer)
    if shape(meaning, here) is Shape.ARRAY:
        items = schema.items(meaning, here)
        return solid(meaning, items[0]) if len(items) == 1 else here
    return here


def _misfit(
    found: Bound, given: FileMember | None, wanted: FileMember, most: int
) -> tuple[str, str] | None:
    """Say what is sent and what is taken, where a value is no file that fits; None where it is.

    Args:
        given: what the value is; None of what is no file.
        most: bytes of the client's whole body.
    """
    if given is None or found.read.root != "request":
        return "no file", _expected(wanted)
    if given.repeats is not wanted.repeats:
        return "a list of files" if given.repeats else "one file", _expected(wanted)
    if beyond := [each for each in given.types if not is_within(each, wanted.types)]:
        return ", ".join(beyond), ", ".join(wanted.types)
    largest = min(given.at_most or most, most)
    if wanted.at_most is not None and largest > wanted.at_most:
        return f"up to {largest} bytes", f"at most {wanted.at_most} bytes"
    if given.at_least < wanted.at_least:
        return f"from {given.at_least} bytes on", f"at least {wanted.at_least} bytes"
    return None


def _expected(wanted: FileMember) -> str:
    return "a list of files" if wanted.repeats else "a file of the client's body"


def misplaced_files(plan: Plan, client: Api) -> Iterator[Finding]:
    """Find the files that are put where no file is sent, and the files that are made of no file."""
    intake = plan.intake
    files = frozenset[str]() if intake is None or intake.parts is None else intake.parts.pointers
    built = {id(call.body.value) for call in plan.calls if call.body is not None}
    values: list[Expression] = [each for each in plan.expressions if id(each) not in built]
    for call in plan.calls:
        if call.body is None:
            continue
        wanted = call.body.parts.by_name if call.body.parts is not None else {}
        members = call.body.value.members if isinstance(call.body.value, Built) else ()
        values += [value for name, value in members if name not in wanted]
        values += [] if members else [call.body.value]
        for name, value in members:
            if name in wanted and not (isinstance(value, Read) and _is_file(client, value, files)):
                mark = next((e.mark for e in parts(value) if isinstance(e, Read)), None)
                theirs = Mark(place=client.place(plan.operation.pointer), on="key")
                called = f"`{name}` of `{call.upstream}.{call.operation.name}`"
                what = f"{called}, a file, made of anything but one path to a file of the client's"
                yield finding("compose-unsupported", mark or theirs, what=what)
    for each in (part for value in values for part in parts(value)):
        if isinstance(each, Read) and _is_file(client, each, files):
            what = "a file of the client's body, put where no file is sent"
            yield finding("compose-unsupported", each.mark, what=what)


def _is_file(client: Api, read: Read, files: frozenset[str]) -> bool:
    is_body = read.root == "request" and read.name == BODY
    return is_body and file_at(client.meaning, read.pointer) in files
