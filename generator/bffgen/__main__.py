"""The command `bffgen`."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from bffgen.cli.app import run  # the fast path of an unchanged build will stand before it

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
