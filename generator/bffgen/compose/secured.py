"""What is known of one read because of another: of the same value, of what leads to it.

In:  reads.
Out: the same reads with less that may be absent or null.
"""

from dataclasses import replace

from bffgen.model.expression import Read


def is_same(read: Read, other: Read) -> bool:
    """Say whether two reads go the same way."""
    ways = [[(hop.name, hop.index) for hop in each.hops] for each in (read, other)]
    return (read.root, read.name) == (other.root, other.name) and ways[0] == ways[1]


def with_null(read: Read, like: Read | None = None) -> Read:
    """Give a read whose end may be null as another's may be; without another it is never."""
    may_null = like is not None and like.may_null
    if not read.hops:
        return replace(read, root_may_null=may_null)
    return replace(read, hops=(*read.hops[:-1], replace(read.hops[-1], may_null=may_null)))


def secured(read: Read, known: Read) -> Read:
    """Clear what may be absent or null on the part of a read that is known to be there.

    That is the way which both share: what leads to a value that is there is there as well.
    """
    if (read.root, read.name) != (known.root, known.name):
        return read
    pairs = list(zip(read.hops, known.hops, strict=False))
    shared = [(a.name, a.index) == (b.name, b.index) for a, b in pairs]
    count = shared.index(False) if False in shared else len(shared)
    sure = [replace(hop, may_miss=False, may_null=False) for hop in read.hops[:count]]
    return replace(read, root_may_miss=False, root_may_null=False, hops=(*sure, *read.hops[count:]))
