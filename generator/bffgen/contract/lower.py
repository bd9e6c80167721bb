"""Lower one bundled OpenAPI document to an Api.

In:  a Bundle (contract/refs.py): every `$ref` is local, every pointer knows its author's place.
Out: an Api in 2020-12 meaning whose schemas are ints of the pool; or every fault found.
How: one pass over paths, operations and what they hold, in the document's order; what several
     operations refer to is read where it stands, so one fault is one finding.
"""

from bffgen.contract.dialect import modern
from bffgen.contract.operations import Operations
from bffgen.contract.reading import Reading, text
from bffgen.contract.schemes import read_schemes
from bffgen.contract.servers import base_path, read_servers
from bffgen.model.api import Api, Operation
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.place import join
from bffgen.model.pool import Pool


def lower(
    bundle: Bundle, pool: Pool, meaning: dict[str, Json] | None = None, *, strict: bool = True
) -> Api | tuple[Finding, ...]:
    """Give a document's meaning, or all that keeps it from having one.

    Linear in the size of the document; what the pool has met before costs one look-up.

    Args:
        meaning: the document in 2020-12 spelling, where it was made before; of a part
            (contract/differing.py) the operations that it lacks are `Api.same`.
        strict: whether every fault stops, as in what one builds from. Where contracts are only
            compared, what leaves the rest its meaning is among the doubts of the Api.
    """
    reading = Reading(bundle, pool, modern(bundle.document) if meaning is None else meaning,
                      strict=strict)  # fmt: skip
    found = Operations(reading)
    operations, left_out = found.of_paths()
    webhooks = found.of_webhooks()
    schemes = read_schemes(reading)
    servers = read_servers(reading, "")
    same: tuple[Operation, ...] = ()
    if meaning is not None:
        present = {each.pointer for each in (*operations, *left_out)}
        whole = Operations(Reading(bundle, pool, bundle.document, strict=False))
        same = whole.outlines(present)
    if reading.has_stopped:
        return reading.faults
    head = reading.mapping(join("", "info"))
    return Api(
        document=bundle.document,
        meaning=reading.meaning,
        title=text(head, "title"),
        version=text(head, "version"),
        description=text(head, "description"),
        operations=operations,
        left_out=left_out,
        same=same,
        webhooks=webhooks,
        schemes=schemes,
        servers=servers,
        base_path=base_path(servers),
        pool=pool,
        place=bundle.place,
        files=bundle.files,
        values=bundle.values,
        doubts=reading.faults,
    )
