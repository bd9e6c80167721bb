"""The runtime, imported in place: `templates/bff/package` as the package `bff_package`."""

import asyncio
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

import pytest
import uvloop

PACKAGE = Path(__file__).parents[3] / "templates" / "bff" / "package"

spec = ModuleSpec("bff_package", loader=None, is_package=True)
spec.submodule_search_locations = [str(PACKAGE)]
sys.modules.setdefault(spec.name, module_from_spec(spec))


@pytest.fixture(params=["asyncio", "uvloop"])
def each_loop(request, monkeypatch):
    """Run every test on the loop that is served and on the one that is debugged."""
    factory = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}[request.param]

    def finished(main):
        with asyncio.Runner(loop_factory=factory) as runner:
            return runner.run(main)

    monkeypatch.setattr(asyncio, "run", finished)
