"""Two documents as the conformance tests compare them: read, lowered into one pool, judged."""

from bffgen.compat.compare import Compared, compare
from bffgen.compat.rule import rules
from bffgen.contract.collector import collector_paused
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.contract.side import read_side, read_sides
from bffgen.contract.source import Source
from bffgen.model.api import Api
from bffgen.model.bundle import Bundle
from bffgen.model.finding import Effect
from bffgen.model.peers import Peers
from bffgen.model.pool import Pool


def api(raw: bytes, name: str, pool: Pool) -> Api:
    """Read a document that stands alone."""
    found = bundle(name, lambda _: raw)
    assert isinstance(found, Bundle), found
    lowered = lower(found, pool)
    assert isinstance(lowered, Api), lowered
    return lowered


def compared(baseline: bytes, revision: bytes, suffix: str, peers: Peers | None = None) -> Compared:
    """Compare two documents.

    Args:
        suffix: `yaml` or `json`.
    """
    pool = Pool()
    sides = api(baseline, f"baseline.{suffix}", pool), api(revision, f"revision.{suffix}", pool)
    return compare(*sides, peers or Peers(), rules())


def verdict(found: Compared) -> str:
    """Say what a comparison comes to: breaking, safe, or not decided."""
    if any(each.effect is Effect.BREAKS for each in found.findings):
        return "breaking"
    is_open = any(each.rule.endswith("-schema-unproven") for each in found.findings)
    return "unknown" if is_open else "safe"


class Unread(Exception):
    """A document that cannot be compared; the text is the rule of the first fault."""


def of_file(path):
    """Give a file as `bffgen diff` takes it, with what it refers to beside it."""
    return Source(
        name=path.name,
        root=path.name,
        read=lambda file: (path.parent / file).read_bytes(),
        label=str,
    )


def of_bytes(raw, name):
    """Give a document that stands alone."""
    return Source(name=name, root=name, read=lambda _: raw, label=str)


def compared_as_diff_does(baseline, revision):
    """Compare two sources by the way of `bffgen diff`: equal parts are not lowered.

    Raises:
        Unread: a side cannot be read.
    """
    with collector_paused():
        (one, of_one), (two, of_two) = read_sides(baseline, revision, Pool())
        return _compared(one, two, of_one + of_two)


def compared_in_full(baseline, revision):
    """Compare two sources, all of both lowered; raises as `compared_as_diff_does`."""
    pool = Pool()
    with collector_paused():
        (one, of_one), (two, of_two) = read_side(baseline, pool), read_side(revision, pool)
        return _compared(one, two, of_one + of_two)


def _compared(one, two, faults):
    if one is None or two is None:
        raise Unread(next(each.rule for each in faults))
    return compare(one, two, Peers(), rules())
