"""The command `bffgen`: an unchanged build is answered at once, all else by the command line.

How: imports are its cost, so there is none beside `cli/unchanged.py` before it is known that there
     is something to do (figures: tests/bench/test_start.py). All of them are inside `main`, so that
     an interrupt during them ends as one during the work.
"""

import sys

TYPE_CHECKING = False  # for type checkers; to import the true one costs as much as re
if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# 128 and the number of SIGINT, as shells have it.
INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.unraisablehook = _not_raised
    try:
        code = _done(sys.argv[1:])
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        from bffgen.cli.stream import wrong

        wrong("interrupted", code)
    _end(code)


def _end(code: int) -> None:
    """End the process at once: to take apart what a comparison made is a tenth of its time.

    Whoever watches the process, a profiler or a debugger, has his say as always.
    """
    if sys.gettrace() is None and sys.getprofile() is None:
        import os  # which every start of Python imports

        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None and not stream.closed:
                    stream.flush()
        except OSError:
            sys.exit(code)
        os._exit(code)
    sys.exit(code)


def _done(argv: list[str]) -> int:
    """Do what is asked; what has its code cannot be interrupted any more."""
    from bffgen.cli.unchanged import is_unchanged

    if argv[:1] == ["build"] and is_unchanged(argv[1:]):
        return 0
    from bffgen.cli.app import run
    from bffgen.cli.deaf import be_deaf

    try:
        return run(argv)
    finally:
        be_deaf()


def _not_raised(what: "UnraisableHookArgs") -> None:
    """Raise an interrupt again that came where nothing can be raised, as in a weak reference."""
    if what.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(what)
        return
    from _thread import interrupt_main, start_new_thread

    # From another thread: in this one it would be raised here, once more for nothing.
    start_new_thread(interrupt_main, ())


if __name__ == "__main__":
    main()
