"""Read what an operation answers besides its body: the headers of composition.yaml.

In:  the mapping of an operation, the reader of builders.
Out: AnswerHeader values in the author's order; findings for what gives no header.
How: a header takes a value, a literal, or one of the derivations; never an object.
"""

from collections.abc import Callable, Iterator

from bffgen.contract.fields import Fields, kind
from bffgen.model.canonical import Json
from bffgen.model.composition import DERIVED, AnswerHeader, Builder, Constant, Derived, Value
from bffgen.model.finding import finding
from bffgen.model.place import Place


def read_headers(
    fields: Fields, builder: Callable[[Json, Place], Builder]
) -> Iterator[AnswerHeader]:
    """Read `headers:` of an operation or of one of its statuses.

    Args:
        builder: reads a value at its place.
    """
    for name, value, place in fields.items("headers"):
        if isinstance(value, dict) and "derive" in value:
            read: Value | Constant | Derived | None = _derived(
                Fields(value, place, fields.faults), name
            )
        elif isinstance(value, dict) and set(value) != {"const"}:
            problem = f"{kind(value)} where a path, `const` or `derive` belongs"
            fields.faults.append(finding("compose-schema", place, problem=problem))
            read = None
        else:
            made = builder(value, place)
            read = made if isinstance(made, Value | Constant) else None
        if read is not None:
            yield AnswerHeader(name=name, value=read, place=place)


def _derived(fields: Fields, name: str) -> Derived | None:
    """Read `{derive: HOW}`; each way of deriving is for one header."""
    how = fields.choice("derive", DERIVED)
    fields.done()
    if how is None:
        return None
    if name.lower() != DERIVED[how].lower():
        problem = f"`derive: {how}` gives `{DERIVED[how]}`, and no other header"
        fields.faults.append(finding("compose-schema", fields.at("derive"), problem=problem))
        return None
    return Derived(how=how, place=fields.place)
