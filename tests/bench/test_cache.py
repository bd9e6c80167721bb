"""What is remembered of comparisons: a second run proves nothing again."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conformance.corpora import folder

PAIR = folder() / "pairs" / "plaid" / "01"
RUNS = 3


def cpu(here):
    """Give the CPU seconds of one comparison in a process of its own."""
    before = spent()
    command = [sys.executable, "-m", "bffgen", "diff", "base.yaml", "revision.yaml", "-f", "json"]
    subprocess.run(command, cwd=here, capture_output=True, check=False)
    return spent() - before


def spent():
    """Give the CPU seconds of the processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


@pytest.mark.skipif(not PAIR.is_dir(), reason=f"skipped: corpus pairs not at {PAIR}")
def test_what_is_remembered_costs_at_most_half(tmp_path):
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "bffgen.yaml").write_text("format: workspace/1\n")
    for name in ("base.yaml", "revision.yaml"):
        shutil.copy(PAIR / name, tmp_path)
    ratios = []
    for _ in range(RUNS):
        shutil.rmtree(tmp_path / ".bffgen", ignore_errors=True)
        first, second = cpu(tmp_path), cpu(tmp_path)
        ratios.append(second / first)
    print(f"\nsecond run / first run, CPU: {sorted(ratios)[RUNS // 2]:.2f}")
    assert sorted(ratios)[RUNS // 2] <= 0.5
