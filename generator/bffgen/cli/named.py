"""Files that a command line names: read, or told to be none.

In:  names as they were given.
Out: bytes.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from bffgen.cli.flags import WrongUse
from bffgen.tasks.reading import Written, read_file, read_stream


def read_named(name: str, read: Callable[[Path], bytes] = read_file) -> bytes:
    """Read a file.

    Args:
        read: raises OSError where it cannot.

    Raises:
        WrongUse: there is no such file, or it cannot be read.
    """
    try:
        return read(Path(name))
    except FileNotFoundError:
        raise WrongUse(f"there is no file `{name}`") from None
    except OSError as fault:
        raise WrongUse(f"`{name}` cannot be read: {(fault.strerror or '').lower()}") from None


def files_of(name: str) -> tuple[Written, ...]:
    """Read a file, or the YAML and JSON files of a folder, sorted."""
    folder = Path(name)
    if not folder.is_dir():
        return ((name, read_named(name)),)
    try:
        inside = sorted(folder.iterdir())
    except OSError as fault:
        raise WrongUse(f"`{name}` cannot be read: {(fault.strerror or '').lower()}") from None
    found = [each for each in inside if each.suffix in (".yaml", ".yml", ".json")]
    return tuple((each.as_posix(), read_named(each.as_posix())) for each in found)


def standard_input() -> bytes:
    """Read the standard input to its end; one that is closed is empty."""
    return read_stream(sys.stdin.buffer) if sys.stdin is not None else b""
