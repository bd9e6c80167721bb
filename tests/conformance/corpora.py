"""The corpora, each asked and judged by a module here.

In:  the folder of corpora, `BFFGEN_CORPORA` or beside the repository.
Out: Corpus, of which each module has one or some in CORPORA.
How: a score hangs on nothing but the code and the corpus, so what one run found is kept beside
     other caches, by a digest of both: `make test` asks, `make conformance` prints.
"""

import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from tests.conformance.score import Score, fallen

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent / "scores.json"
# In the order of the table.
MODULES = ("containment", "labelled", "oasdiff", "pairs", "alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Cases with known truth.

    Attributes:
        file: its path in the folder of corpora.
        ask: asks the engine all cases below a path; one Score a row.
        faults: says what of its gate (COMPATIBILITY.md 12) does not hold.
    """

    name: str
    file: str
    ask: Callable[[Path], list[Score]]
    faults: Callable[[list[Score]], Iterable[str]]

    @property
    def excerpt(self) -> Path:
        """Give the part of its cases that lies in git."""
        return Path(__file__).parent / "excerpts" / self.file


def folder() -> Path:
    """Give the folder of corpora, which need not be there."""
    return Path(os.environ.get("BFFGEN_CORPORA") or ROOT.parent / "shared" / "corpora")


def all_corpora() -> Iterator[Corpus]:
    """Give every corpus, whether it is there or not."""
    for name in MODULES:
        yield from import_module(f"tests.conformance.{name}").CORPORA


def missing(corpus: Corpus, corpora: Path) -> str:
    """Say that a corpus is not there; empty where it is."""
    path = corpora / corpus.file
    return "" if path.exists() else f"corpus {corpus.name} not at {path}"


def cases(path: Path) -> list:
    """Read the cases of a corpus, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def scores(corpus: Corpus, corpora: Path) -> list[Score]:
    """Give what came out of a corpus; asked again only where something changed since."""
    store = ROOT / ".cache" / "conformance" / f"{corpus.name}.json"
    key = _digest(corpora / corpus.file)
    try:
        found = json.loads(store.read_text("utf-8"))
    except (OSError, ValueError):
        found = {}
    if found.get("key") == key:
        return [Score(**each) for each in found["scores"]]
    made = corpus.ask(corpora / corpus.file)
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
