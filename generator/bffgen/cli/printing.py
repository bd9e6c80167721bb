"""Where a comparison is printed: which formats, on the screen or into which file.

In:  `-f FORMAT` and `-o [FORMAT=]FILE` as they were given.
Out: each format with its target; files are written first, so that what is on the screen is true.
How: a format that has a file is not on the screen; without any `-f` the screen has the text. Two
     formats share the screen only where a reader can tell them apart: text and annotations.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from bffgen.cli.flags import WrongUse
from bffgen.cli.put import NotWritten, put, told
from bffgen.cli.screen import Screen
from bffgen.model.place import Locate
from bffgen.model.spelling import nearest
from bffgen.model.told import Report
from bffgen.report.compared import compared
from bffgen.report.entry import Listing, listed
from bffgen.report.render import FORMATS, render

_TOGETHER: Final = frozenset(("text", "github"))


def targets(formats: Sequence[str], outputs: Sequence[str]) -> dict[str, str]:
    """Pair formats with files; the empty text is the screen.

    Raises:
        WrongUse: a format is unknown, has two files, or several are for the screen.
    """
    wanted: dict[str, str] = {_known(each): "" for each in formats}
    bare = [each for each in outputs if not _names_format(each)]
    for each in outputs:
        form, _, path = each.partition("=")
        if each in bare:
            continue
        if not path:
            raise WrongUse(f"`-o {each}` names no file: write `-o {form}=FILE`")
        if wanted.get(form):
            raise WrongUse(f"`{form}` has two files: `{wanted[form]}` and `{path}`")
        wanted[form] = path
    if not formats and not outputs:
        wanted["text"] = ""
    if bare:
        free = [form for form, path in wanted.items() if not path] or ["text"] * (not wanted)
        if len(bare) > 1 or len(free) != 1:
            problem = f"`-o {bare[-1]}` does not say which format it is for"
            raise WrongUse(f"{problem}: write `-o FORMAT=FILE`")
        wanted[free[0]] = bare[0]
    _demand_apart(wanted)
    on_screen = [form for form, path in wanted.items() if not path]
    if len(on_screen) > 1 and not _TOGETHER.issuperset(on_screen):
        listed = " and ".join(f"`{each}`" for each in on_screen)
        problem = f"{listed} would mix on the screen"
        raise WrongUse(f"{problem}: give all but one a file, `-o FORMAT=FILE`")
    return wanted


def _names_format(output: str) -> bool:
    """Say whether an output names its format; `./a=b` is a file.

    Raises:
        WrongUse: what stands before `=` is a word, and no format.
    """
    form, equals, _ = output.partition("=")
    return form in FORMATS or bool(equals and form.isalpha() and _known(form))


def spare(wanted: dict[str, str], inputs: Iterable[str | None]) -> None:
    """Demand that nothing which is read is written over.

    Raises:
        WrongUse: a format has the file of an input.
    """
    read = {os.path.realpath(each) for each in inputs if each and _exists(each)}
    for form, path in wanted.items():
        if path and os.path.realpath(path) in read:
            raise WrongUse(f"`-o {form}={path}` would write over what is compared")


def _demand_apart(wanted: dict[str, str]) -> None:
    """Demand a file for each format; what is no regular file, as /dev/null, takes several."""
    owners: dict[str, str] = {}
    for form, path in wanted.items():
        is_shared = _exists(path) and not _exists(path, as_file=True)
        other = owners.setdefault(os.path.realpath(path), form) if path else form
        if other != form and not is_shared:
            raise WrongUse(f"`{other}` and `{form}` have one file, `{path}`: give each its own")


def _exists(path: str, *, as_file: bool = False) -> bool:
    """Say whether a path is there; one that no file can have is not."""
    try:
        return Path(path).is_file() if as_file else Path(path).exists()
    except OSError:
        return False


def show(
    report: Report, locate: Locate, wanted: dict[str, str], screen: Screen, *, limit: int | None
) -> None:
    """Print a report in all formats.

    Raises:
        WrongUse: a file cannot be written.
    """
    files = {form: path for form, path in wanted.items() if path}
    listing = listed(report, locate)
    _write(files, lambda form: _made(form, listing, limit))
    for form in (each for each in wanted if each not in files):
        if form == "text":
            screen.out.write(compared(listing, paint=screen.out.paint, limit=limit))
        else:
            screen.out.write(render(form, listing))


def _made(form: str, listing: Listing, limit: int | None) -> str:
    if form == "text":
        return compared(listing, limit=limit)
    return render(form, listing)


def _write(files: Mapping[str, str], made: Callable[[str], str]) -> None:
    """Write the formats that have a file; where one cannot be written, none is."""
    try:
        for path in files.values():
            with told(path):
                Path(path).absolute().parent.mkdir(parents=True, exist_ok=True)
        put(
            (Path(path), path, made(form).encode("utf-8", "replace"))
            for form, path in files.items()
        )
    except NotWritten as fault:
        raise WrongUse(str(fault)) from None


def _known(form: str) -> str:
    if form in FORMATS:
        return form
    close = nearest(form, FORMATS)
    said = f"the nearest is `{close}`" if close else f"there are {', '.join(FORMATS)}"
    raise WrongUse(f"no format is called `{form}`; {said}")
