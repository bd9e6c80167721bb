"""The command `bffgen`: an unchanged build is answered at once, all else by the command line.

How: imports are its cost, so there is none beside `cli/unchanged.py` before it is known that there
     is something to do (figures: tests/bench/test_start.py).
"""

import sys

from bffgen.cli.unchanged import is_unchanged


def main() -> None:
    """Run the command line and end the process with its exit code."""
    argv = sys.argv[1:]
    if argv[:1] == ["build"] and is_unchanged(argv[1:]):
        sys.exit(0)
    from bffgen.cli.app import run

    sys.exit(run(argv))


if __name__ == "__main__":
    main()
