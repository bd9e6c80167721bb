"""What every test may ask for: the tree, the corpora, whether to bless.

In:  `--bless`, and the environment's BFFGEN_CORPORA.
Out: the fixtures `root`, `bless` and `corpora`; tests of tests/bench carry the mark `bench`.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A deadline would be a wall clock in a test; a failing example is printed so that it can be kept.
settings.register_profile("bffgen", max_examples=200, deadline=None, print_blob=True)
settings.load_profile("bffgen")


def pytest_addoption(parser):
    parser.addoption(
        "--bless", action="store_true", help="write what tests expect from what is; read the diff"
    )


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "bench"):
            item.add_marker(pytest.mark.bench)


@pytest.fixture(scope="session")
def root():
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def bless(request):
    """Whether the expected files are to be written, not compared."""
    return request.config.getoption("--bless")


@pytest.fixture(scope="session")
def corpora():
    """The folder of corpora: BFFGEN_CORPORA, else beside the repository.

    The one permitted skip: the corpora are large, and not all of their licences let them be copied.
    """
    folder = Path(os.environ.get("BFFGEN_CORPORA") or ROOT.parent / "shared" / "corpora")
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}; name their folder in BFFGEN_CORPORA")
    return folder
