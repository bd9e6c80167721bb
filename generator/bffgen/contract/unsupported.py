"""Name what a document says by the words of OpenAPI 3.2 that no BFF can keep yet.

In:  a Contract.
Out: findings at the word; contract/lower.py leaves out the operations that have such a parameter.
How: OpenAPI 3.2.0 4.12 (`querystring`, the style `cookie`), 4.14 (sequential media types), 4.1
     (`$self`, which changes what references to other files are relative to).
"""

from collections.abc import Iterator

from bffgen.contract.linted import Contract
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.grammar import Kind
from bffgen.model.place import join

_SEQUENTIAL = ("itemSchema", "prefixEncoding", "itemEncoding")


def check(contract: Contract) -> Iterator[Finding]:
    """Find the words of 3.2 that are known and not kept."""
    for pointer, written in contract.each(Kind.PARAMETER):
        if written.get("in") == "querystring":
            yield _refused(contract, join(pointer, "in"), "`in: querystring`")
        elif written.get("in") == "cookie" and written.get("style") == "cookie":
            yield _refused(contract, join(pointer, "style"), "`style: cookie`")
    for pointer, written in contract.each(Kind.MEDIA_TYPE):
        for key in _SEQUENTIAL:
            if key in written:
                yield _refused(contract, join(pointer, key), f"`{key}`", on_key=True)
    if "$self" in contract.bundle.document and len(contract.bundle.files) > 1:
        what = "`$self` beside references to other files"
        yield _refused(contract, "/$self", what, on_key=True)


def _refused(contract: Contract, pointer: str, what: str, *, on_key: bool = False) -> Finding:
    mark = Mark(place=contract.bundle.place(pointer), on="key" if on_key else "value")
    return finding("input-unsupported", mark, what=what)
