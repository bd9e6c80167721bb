"""`bffgen diff` beside oasdiff v1.30.0 on pairs of real contracts: whole processes, alternated.

In:  ../shared/corpora/pairs; Go, which installs oasdiff below .cache; or its path in
     BFFGEN_OASDIFF. BFFGEN_BENCH_RUNS is how often each is run (3).
Out: a line a pair: what it costs to read both files alone, to compare them by us and by oasdiff
     (CPU seconds, wall seconds, peak memory), and the ratios. stripe/05 is ours alone: oasdiff 1.28
     took 120 CPU s and 10.4 GB there (../shared/corpora/README.md).
"""

import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.conformance.corpora import ROOT, folder

OASDIFF = "github.com/oasdiff/oasdiff@v1.30.0"
HERE = ROOT / ".cache" / "oasdiff-v1.30.0"
RUNS = int(os.environ.get("BFFGEN_BENCH_RUNS", "3"))
PAIRS = (
    *("github-api/05", "discord/01", "digitalocean/01"),
    *("plaid/01", "openai/01", "k8s-core-v1/01", "stripe/05"),
)
OURS_ALONE = ("stripe/05",)
READ = """
import sys
from pathlib import Path
from bffgen.contract.yaml import read_document
for name in sys.argv[1:]:
    read_document(Path(name).read_bytes(), name, [])
"""
# A process that is begun by a large one counts that one's memory as its own peak.
RUN = """
import os, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def cost(command):
    """Run a process to its end; its output goes nowhere."""
    told = subprocess.run(
        [sys.executable, "-S", "-c", RUN, *command], capture_output=True, check=True, text=True
    )
    return Cost(*map(float, told.stdout.split()))


def median(costs):
    return Cost(
        *(statistics.median(getattr(each, name) for each in costs) for name in Cost.__annotations__)
    )


def sides(pair):
    """Give both documents of a pair; one that stands in a folder begins at `openapi`."""
    found = []
    for name in ("base", "revision"):
        (path,) = (folder() / "pairs" / pair).glob(f"{name}*")
        found.append(str(next(path.glob("openapi.*")) if path.is_dir() else path))
    return found


@pytest.fixture(scope="module")
def oasdiff():
    named = os.environ.get("BFFGEN_OASDIFF")
    if named:
        return named
    binary = HERE / "oasdiff"
    if not binary.exists():
        go = shutil.which("go")
        if go is None:
            pytest.skip("skipped: no Go to install oasdiff with, and no BFFGEN_OASDIFF")
        environment = {**os.environ, "GOBIN": str(HERE)}
        subprocess.run([go, "install", OASDIFF], check=True, env=environment, timeout=600)
    return str(binary)


def line(name, each):
    return f"{name:8} {each.cpu_s:7.2f} CPU s {each.wall_s:7.2f} s {each.peak_mb:7.0f} MB"


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_of_real_contracts(pair, oasdiff, monkeypatch, tmp_path):
    if not (folder() / "pairs" / pair).is_dir():
        pytest.skip(f"skipped: corpus pairs not at {folder()}")
    monkeypatch.chdir(tmp_path)  # no workspace, so nothing is remembered
    commands = {
        "reading": [sys.executable, "-c", READ, *sides(pair)],
        "bffgen": [sys.executable, "-m", "bffgen", "diff", *sides(pair), "-f", "json"],
    }
    if pair not in OURS_ALONE:
        commands["oasdiff"] = [oasdiff, "breaking", *sides(pair), "-f", "json"]
    costs = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            costs[name].append(cost(command))
    found = {name: median(each) for name, each in costs.items()}
    print(f"\n{pair}")
    for name, each in found.items():
        print("  " + line(name, each))
    if "oasdiff" in found:
        ours, theirs = found["bffgen"], found["oasdiff"]
        cpu, peak = ours.cpu_s / theirs.cpu_s, ours.peak_mb / theirs.peak_mb
        print(
            f"  ratio    {cpu:7.2f} CPU   {ours.wall_s / theirs.wall_s:7.2f} wall {peak:6.2f} peak"
        )
    if pair == "github-api/05":
        assert cpu <= 1
        assert peak <= 0.7
    if pair in OURS_ALONE:
        assert found["bffgen"].peak_mb <= 300
