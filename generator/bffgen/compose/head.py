"""HEAD of a client's contract: an answer without its content.

In:  an operation whose method is HEAD and that the composition does not name.
Out: the GET beside it, which answers it; findings where the contract promises them unlike.
How: RFC 9110 9.3.2: whatever answers a GET answers its HEAD, with the same status and headers. So
     what asks for other callers or parameters than the GET is an operation to be answered itself.
"""

from collections.abc import Iterable

from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place


def get_beside(api: Api, operation: Operation) -> Operation | None:
    """Give the GET of the same path, for a HEAD."""
    return api.operation(f"GET {operation.path}") if operation.method == "HEAD" else None


def unlike(api: Api, head: Operation, get: Operation) -> Iterable[Finding]:
    """Find what a HEAD promises and its GET does not do."""

    def told(place: Place, problem: str) -> Finding:
        mark = Mark(place=place, on="key")
        theirs = Mark(place=api.place(get.pointer), on="key", label="answers both")
        return finding(
            "compose-head-unlike",
            mark,
            theirs,
            operation=head.name,
            get=get.name,
            problem=problem,
        )

    if head.security != get.security:
        yield told(api.place(head.pointer), "asks for other credentials")
    if _parameters(head) != _parameters(get):
        yield told(api.place(head.pointer), "has other parameters")
    declared = {each.status for each in head.responses}
    lacking = [each.status for each in get.responses if each.status not in declared]
    if lacking and "default" not in declared:
        yield told(api.place(head.pointer), f"does not declare {', '.join(lacking)}")
    for response in head.responses:
        same = next((each for each in get.responses if each.status == response.status), None)
        given = {each.name.lower() for each in same.headers if each.required} if same else set()
        for header in response.headers:
            if same and header.required and header.name.lower() not in given:
                yield told(api.place(header.pointer), f"promises `{header.name}` always")


def _parameters(operation: Operation) -> set[tuple[str, str, bool, int]]:
    return {_facts(each) for each in operation.parameters}


def _facts(parameter: Parameter) -> tuple[str, str, bool, int]:
    return parameter.name, parameter.location, parameter.required, parameter.schema
