"""errors.py of a package: a failure in the words of the contract.

In:  Telling of a plan.
Out: ErrorsView.
"""

from collections.abc import Sequence

from bffgen.emit.expression import literal
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, display, lay
from bffgen.emit.naming import constant
from bffgen.emit.plain import text
from bffgen.emit.view import ErrorsView, TellView
from bffgen.emit.words import docstring
from bffgen.model.lineage import Way
from bffgen.model.names import snake
from bffgen.model.telling import SOMETIMES, Literal, Member, Object, Places, Telling, Told, Words

_ROOT = "tell"


class _Writer:
    """Writes what is told: tables of words, and a function for each object that may lack a member.

    Attributes:
        functions: what is inside stands before what it is a part of.
    """

    def __init__(self) -> None:
        self.tables: list[str] = []
        self.functions: list[TellView] = []
        self._named: dict[str, Way] = {}

    def write(self, told: Told, way: Way) -> Node:
        """Write a value.

        Args:
            way: to it, from the failure.
        """
        match told:
            case Literal():
                return literal(told.value)
            case Member():
                return _read(told)
            case Words():
                return self._words(told, way)
            case Places():
                return self._places(told, way)
            case Object():
                if not any(_may_lack(each) for _, each in told.members):
                    return self._members(told.members, way)
                name = f"{_ROOT}_{self._name(way)}"
                self.function(told, way, name)
                return f"{name}(problem)"

    def function(self, told: Object, way: Way, name: str) -> None:
        """Write the function of an object: what is always there, then what may be."""
        sure = [(member, each) for member, each in told.members if not _may_lack(each)]
        rest = [(member, each) for member, each in told.members if _may_lack(each)]
        made = self._members(sure, way)
        added = [
            lay(Chain(parts=(f"told[{text(key)}] = ", self.write(each, (*way, key)))), indent=8)
            for key, each in rest
        ]
        head = "told: dict[str, Json] = " if rest else "return "
        view = TellView(
            name=name,
            doc=docstring(f"Tell `{'.'.join(way)}`." if way else "Tell a failure.", indent=4),
            made=lay(Chain(parts=(head, made)), indent=4, before=4),
            added=tuple(added),
        )
        self.functions.append(view)

    def _words(self, told: Words, way: Way) -> Node:
        table = f"{constant(self._name(way))}_OF"
        pairs = tuple(f"{literal(code)}: {literal(value)}" for code, value in told.pairs)
        head = f"{table}: Final[Mapping[str, Json]] = "
        self.tables.append(lay(Chain(parts=(head, display("{", pairs))), indent=0))
        key = _read(told.member)
        if told.default is None:
            return f"{table}[{key}]"
        return call(f"{table}.get", [key, literal(told.default.value)])

    def _places(self, told: Places, way: Way) -> Node:
        cut = f"[:{told.limit}]" if told.limit is not None else ""
        item = self.write(told.item, way)
        each = Chain(parts=(item, f' for place in problem["{SOMETIMES}"]{cut}'))
        return Bracket(open="[", items=(each,), close="]", is_display=True)

    def _members(self, members: Sequence[tuple[str, Told]], way: Way) -> Node:
        written = [
            Chain(parts=(f"{text(name)}: ", self.write(each, (*way, name))))
            for name, each in members
        ]
        return display("{", tuple(written))

    def _name(self, way: Way) -> str:
        """Name a value by its last member; where another one has that name, by its way."""
        short = snake(way[-1])
        return short if self._named.setdefault(short, way) == way else snake("_".join(way))


def view_errors(telling: Telling) -> ErrorsView:
    """View how failures are told."""
    imports = Imports()
    writer = _Writer()
    if isinstance(telling.body, Object):
        writer.function(telling.body, (), _ROOT)
    imports.add(".runtime.body", "Json")
    imports.add(".runtime.telling", "ProblemMembers", "Telling")
    if writer.tables:
        imports.add("collections.abc", "Mapping")
        imports.add("typing", "Final")
    made = call("Telling", ["tell", text(telling.media_type)])
    return ErrorsView(
        imports=imports.text(),
        tables=tuple(writer.tables),
        functions=tuple(writer.functions),
        telling=lay(Chain(parts=("TELLING = ", made)), indent=0),
    )


def _read(member: Member) -> str:
    if member == Member(name="instance"):  # the shell has always given the request one
        return 'problem.get("instance", "")'
    return f'{member.of}["{member.name}"]'


def _may_lack(told: Told) -> bool:
    return isinstance(told, Places) or told == Member(name=SOMETIMES)
