"""The corpora and the modules that ask the engine their cases.

In:  the folder of corpora, `BFFGEN_CORPORA` or beside the repository.
Out: the modules, each with the same face: NAME; FILE, its path in the folder; `score(corpora)`, one
     Score a row; `faults(scores)`, what of its gate (COMPATIBILITY.md 12) does not hold.
How: a score hangs on nothing but the code and the corpus, so what one run found is kept beside
     other caches, by a digest of both: `make test` asks, `make conformance` prints.
"""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from tests.conformance.score import Score, fallen

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent / "scores.json"
# In the order of the table; a module that is not written yet has no rows.
NAMES = ("containment", "semantic", "matrix", "oasdiff", "pairs", "zoo", "big")


def folder() -> Path:
    """Give the folder of corpora, which need not be there."""
    return Path(os.environ.get("BFFGEN_CORPORA") or ROOT.parent / "shared" / "corpora")


def modules() -> Iterator[ModuleType]:
    """Give the module of each corpus."""
    for name in NAMES:
        if (Path(__file__).parent / f"{name}.py").is_file():
            yield import_module(f"tests.conformance.{name}")


def missing(corpus: ModuleType, corpora: Path) -> str:
    """Say that a corpus is not there; empty where it is."""
    path = corpora / corpus.FILE
    return "" if path.exists() else f"corpus {corpus.NAME} not at {path}"


def cases(path: Path) -> list:
    """Read the cases of a corpus, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def scores(corpus: ModuleType, corpora: Path) -> list[Score]:
    """Give what came out of a corpus; asked again only where something changed since."""
    store = ROOT / ".cache" / "conformance" / f"{corpus.NAME}.json"
    key = _digest(corpora / corpus.FILE)
    try:
        found = json.loads(store.read_text("utf-8"))
    except (OSError, ValueError):
        found = {}
    if found.get("key") == key:
        return [Score(**each) for each in found["scores"]]
    made = list(corpus.score(corpora))
    store.parent.mkdir(parents=True, exist_ok=True)
    written = {"key": key, "scores": [asdict(each) for each in made]}
    # Two workers may write at once: each its own file, the last one stays.
    own = store.with_suffix(f".{os.getpid()}")
    own.write_text(json.dumps(written), "utf-8")
    own.replace(store)
    return made


def _digest(corpus: Path) -> str:
    """Identify the code, its judge and the corpus."""
    found = sha256(_code().encode())
    for path in sorted(corpus.rglob("*")) if corpus.is_dir() else (corpus,):
        stat = path.stat()
        found.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()


@cache
def _code() -> str:
    found = sha256(version("jsonschema-rs").encode())
    for part in (ROOT / "generator" / "bffgen", Path(__file__).parent):
        for path in sorted(part.rglob("*")):
            if path.suffix in (".py", ".md", ".yaml"):
                found.update(path.read_bytes())
    return found.hexdigest()


def kept() -> dict:
    """Give the rows that are kept."""
    return json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}


def keep(found: list[Score]) -> None:
    """Keep rows in place of those of the same name."""
    rows = kept() | {each.name: each.counts() for each in found}
    KEPT.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


def fallen_rows(found: list[Score]) -> list[str]:
    """Say which rows are worse than those kept."""
    return fallen(kept(), found)
