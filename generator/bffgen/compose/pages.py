"""Bind `paginate`: which parameter names a page, and which value of a source names the next one.

In:  the mapping as written, the scope of its paths, the arguments of the source's call.
Out: Paging; the cursor that stands in for the upstream's where it is sealed; findings.
How: both are texts that the BFF hands on; a sealed one goes to clients as a value of their own
     parameter, so the body takes it by that parameter's schema.
"""

from collections.abc import Iterable

from bffgen.compose.bound import Bound
from bffgen.compose.judge import SEALED
from bffgen.compose.promises import Reason
from bffgen.compose.reads import Reads
from bffgen.compose.scope import Scope
from bffgen.compose.secured import is_same
from bffgen.model.composition import AnswerHeader, Derived, Paginate
from bffgen.model.expression import Expression, Hooked, Otherwise, Read, parts
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.plan import Paging
from bffgen.model.travel import is_deep, is_one_text, names_sent
from bffgen.proof.validate import fault_if_judged

_TEXT = frozenset(("string",))


def bind_pages(
    written: Paginate, reads: Reads, scope: Scope, *, seals: bool, has_link: bool
) -> Paging | None:
    """Bind a list's pages.

    Args:
        seals: whether cursors are sealed where the composition does not say.
        has_link: whether an answer links to the next page.
    """
    faults = reads.faults
    if written.source not in scope.feeds:
        mark = Mark(place=written.place.at("source"))
        faults.append(
            unknown(mark, "source", written.source, scope.feeds, f"`{scope.operation.name}`")
        )
        return None
    cursor, following = reads.bound(written.cursor, scope), reads.bound(written.following, scope)
    if cursor is None or following is None:
        return None
    is_parameter = cursor.read.root == "request" and cursor.read.name.startswith("query.")
    if not is_parameter or cursor.read.hops or cursor.read.types != _TEXT:
        _refuse(faults, written.cursor.mark, "`cursor` is a query parameter of the client, a text")
        return None
    read = following.read
    if read.source != written.source or read.types - {"null"} != _TEXT:
        _refuse(faults, written.following.mark, f"`next` is a text of `{written.source}`")
        return None
    is_sealed = seals if written.seal is None else written.seal
    fault = fault_if_judged(scope.api.meaning, cursor.read.pointer, SEALED) if is_sealed else None
    if fault is not None:
        theirs = Mark(place=scope.api.place(cursor.read.pointer), on="key", label="declared here")
        problem = f"no sealed cursor fits the parameter: {fault[1]}"
        faults.append(finding("compose-schema", written.cursor.mark, theirs, problem=problem))
        return None
    meaning, asked = scope.api.meaning, scope.operation.parameters
    name = cursor.read.name.partition(".")[2]
    own = next(each for each in asked if (each.location, each.name) == ("query", name))
    if not is_one_text(meaning, own):
        _refuse(faults, written.cursor.mark, "`cursor` is sent as a text, and as nothing else")
        return None
    others = [each for each in asked if each.location == "query" and each != own]
    return Paging(
        source=written.source,
        cursor=cursor.read,
        beside=tuple(sorted(name for each in others for name in names_sent(meaning, each))),
        deep=tuple(sorted(each.name for each in others if is_deep(each))),
        following=read,
        has_link=has_link,
        is_sealed=is_sealed,
    )


def sent_back(written: Paginate | None, scope: Scope, *, seals: bool) -> tuple[Read, Bound] | None:
    """Give the client's cursor, and the value that its source is asked with in its place.

    A sealed cursor holds what the upstream has answered, and opens to that and nothing else.
    """
    if written is None or not (seals if written.seal is None else written.seal):
        return None
    cursor, following = scope.resolve(written.cursor), scope.resolve(written.following)
    if isinstance(cursor, Finding) or isinstance(following, Finding):
        return None
    return cursor.read, following


def unturned(paging: Paging, written: Paginate, values: Iterable[Expression]) -> Finding | None:
    """Refuse a cursor that the source is not given: every page would be the first.

    Args:
        values: what the source is asked with.
    """
    for value in values:
        options = value.options if isinstance(value, Otherwise) else (value,)
        if any(isinstance(each, Read) and each.name == paging.cursor.name for each in options):
            return None
    problem = f"no parameter of `{paging.source}` is given `{written.cursor.text}`"
    return finding("compose-schema", written.cursor.mark, problem=problem)


def unhanded(
    paging: Paging | None, written: Paginate | None, answer: Iterable[Expression]
) -> Iterable[Finding]:
    """Refuse a cursor of the next page that clients are not given: there would be no second one.

    Args:
        answer: the body and the headers.
    """
    if paging is None or written is None or paging.has_link:
        return
    if any(_hands_on(part, paging) for each in answer for part in parts(each)):
        return
    problem = f"nothing of the answer is `{written.following.text}`, and no header links to it"
    yield finding("compose-schema", written.following.mark, problem=problem)


def _hands_on(part: Expression, paging: Paging) -> bool:
    """Say whether a part of an answer is the cursor; a function may get it inside another value."""
    if isinstance(part, Hooked) and not paging.is_sealed:
        reads = (each for each in part.arguments if isinstance(each, Read))
        return any(_is_around(each, paging.following) for each in reads)
    if not isinstance(part, Read):
        return False
    return part.root == "next" if paging.is_sealed else is_same(part, paging.following)


def _is_around(read: Read, inner: Read) -> bool:
    names = [each.name for each in inner.hops[: len(read.hops)]]
    return read.source == inner.source and [each.name for each in read.hops] == names


def sealed_next(paging: Paging, scope: Scope) -> Bound:
    """Give the value that stands for the upstream's next cursor in an answer."""
    asked, read = paging.cursor, paging.following
    return Bound(
        read=Read(
            root="next",
            name="next",
            root_may_miss=read.may_miss,
            root_may_null=read.may_null,
            pointer=asked.pointer,
            types=asked.types | (read.types & {"null"}),
            mark=read.mark,
        ),
        api=scope.api,
        source="",
    )


def is_link(header: AnswerHeader) -> bool:
    """Say whether a header links to the next page."""
    return isinstance(header.value, Derived) and header.value.how == "next"


def reasons(paging: Paging | None, written: Paginate | None) -> dict[int, Reason]:
    """Say which statuses the BFF can answer because of its cursors."""
    if paging is None or written is None or not paging.is_sealed:
        return {}
    return {400: Reason("a cursor of another list", written.place)}


def _refuse(faults: list[Finding], mark: Mark, problem: str) -> None:
    faults.append(finding("compose-schema", mark, problem=problem))
