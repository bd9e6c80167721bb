"""The runtime, imported in place: `templates/bff/package` as the package `bff_package`."""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

PACKAGE = Path(__file__).parents[3] / "templates" / "bff" / "package"

spec = ModuleSpec("bff_package", loader=None, is_package=True)
spec.submodule_search_locations = [str(PACKAGE)]
sys.modules.setdefault(spec.name, module_from_spec(spec))
