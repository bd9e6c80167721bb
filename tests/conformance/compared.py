"""Two documents as the conformance tests compare them: read, lowered into one pool, judged."""

from bffgen.compat.compare import Compared, compare
from bffgen.compat.rule import rules
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
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
