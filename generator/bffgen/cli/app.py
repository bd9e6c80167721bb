"""The command line: which commands there are.

In:  arguments.
Out: the exit code: 0 fine, 1 findings, 2 wrong use, 3 cannot decide.
How: a command's module is imported when it is chosen; help needs none of them.
"""

import gc
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from bffgen import VERSION
from bffgen.cli.stream import NotTold, lost, write

COMMANDS = (
    ("init", "Begin a workspace."),
    ("build", "Generate the BFF of each client."),
    ("breaking", "The same as check."),
    ("can-release", "Say whether a client's contract may go out, and what would make it so."),
    ("can-retire", "Say whether a release may end, and what still rests on it."),
    ("check", "Compare each client's contract with the one that its clients hold."),
    ("compose", "Print a composition to start from, found by names and schemas."),
    ("deprecate", "Announce that a promise ends, in the contract and in the ledger together."),
    ("dev", "Serve BFFs over fakes of their upstreams, and serve them anew when a file changes."),
    ("diff", "Compare any two OpenAPI documents: all changes, with what shows them."),
    ("eject", "Print the function of hooks that answers a composed operation in the same way."),
    ("event", "Add a dated fact to a client's ledger: a build, a deployment, a minimum version."),
    ("explain", "Print the page of a rule, or all that is known of a finding."),
    ("fix", "Write into contracts what a build misses in them, and nothing else."),
    ("graph", "Show where the fields of answers come from."),
    ("impact", "Say what a change of an upstream does to each operation of each client."),
    ("ledger", "Say what is live of each client; verify what was frozen."),
    ("mock", "Serve fakes of upstreams that answer by their contracts."),
    ("release", "Freeze a client's contract as a release, when nothing that is live is hurt."),
    ("upstream", "Vendor the contracts of upstreams from where they are at home."),
    ("usage", "Import counts of use, as evidence of what is still out."),
    ("waive", "Accept one finding for a while, for what it hurts now."),
    ("schema", "Print the JSON Schema of a format."),
)
# What a command is called too.
ALIASES = {"breaking": "check"}


def run(argv: Sequence[str]) -> int:
    """Run one command line."""
    if list(argv) == ["--version"]:
        try:
            write(sys.stdout, f"bffgen {VERSION}\n")
        except NotTold as fault:
            return lost(str(fault))
        return 0
    is_collected = gc.isenabled()
    gc.disable()  # what is imported stays: to look at it again and again costs 10 ms
    from bffgen.cli.flags import run as parse  # 45 ms of import; --version is without

    chosen = argv[0] if argv else ""
    commands = [
        (name, what, _function(name) if name == chosen else _listed) for name, what in COMMANDS
    ]
    if is_collected:
        gc.enable()
    return parse(commands, argv)


def _function(name: str) -> Callable[..., int]:
    """Import a command: `run` of the module that has its name."""
    module = ALIASES.get(name, name).replace("-", "_")
    function: Callable[..., int] = import_module(f"bffgen.cli.{module}").run
    return function


def _listed() -> int:
    """Stand for a command that is listed and not chosen."""
    return 0
