"""One side of a comparison as a caller names it: a file, a file at a commit, the standard input.

In:  `api.yaml`, `git:REF:path`, `REF:path`, or `-`.
Out: a Source: reads the document and what it refers to, each within the same tree of files.
How: a reference leads to files of the document's own git work tree, else of its own folder, or of a
     folder that the caller names: whoever sends in a contract may not show what else lies here.
     A path of git is from the top of the repository, with `./` in front from the current folder, as
     git itself has it. What is printed of a file is its path as the caller would name it.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from bffgen.contract.disk import Outside, is_regular, read_file, read_stream, reason
from bffgen.contract.git import Commit, GitFault

GIT = "git:"
# What the standard input is called, as YAML and as JSON.
STDIN = ("stdin.yaml", "stdin.json")
# How a caller names it.
STDIN_NAME = "-"


class SourceFault(Exception):
    """A side that cannot be read; the text says why.

    Attributes:
        is_absent: the call is right, and what it names is not there: a commit, a file of one.
    """

    def __init__(self, problem: str, *, is_absent: bool = False) -> None:
        super().__init__(problem)
        self.is_absent = is_absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document in its tree of files.

    Attributes:
        name: as the caller has it.
        root: path of the document in the tree.
        read: bytes of a file of the tree; OSError where there is none.
        label: how a file of the tree is called where it is printed.
    """

    name: str
    root: str
    read: Callable[[str], bytes]
    label: Callable[[str], str]
    _met: dict[str, str] = field(default_factory=dict, hash=False, compare=False)

    def document(self, path: str) -> str:
        """Give the printed name of a file, which `content` finds again."""
        label = self.label(path)
        self._met[label] = path
        return label

    def path(self, document: str) -> str:
        """Give the path in the tree of a file by its printed name; KeyError for another one."""
        return self._met[document]

    def content(self, document: str) -> bytes | None:
        """Give the bytes of a file by its printed name; None where it is none of this side."""
        try:
            return self.read(self._met[document]) if document in self._met else None
        except OSError:
            return None


class Sources:
    """Opens sides, and keeps git answering until the block is left.

    Args:
        folder: where the call was made, absolute.
        stdin: reads the standard input to its end.
        refs_from: folders that references may lead into besides, relative to the folder.
    """

    def __init__(
        self, folder: str, stdin: Callable[[], bytes], refs_from: Iterable[str] = ()
    ) -> None:
        self._folder = Path(folder)
        self._refs_from = tuple(_real(self._folder / each) for each in refs_from)
        self._stdin = stdin
        self._stack = ExitStack()
        self._commits: dict[str, Commit] = {}

    def __enter__(self) -> "Sources":
        """Open nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let git end."""
        self._stack.close()

    def open(self, name: str) -> Source:
        """Open a side.

        Raises:
            SourceFault: it cannot be read.
        """
        if name == STDIN_NAME:
            return self._standard_input()
        ref, colon, path = name.removeprefix(GIT).partition(":")
        is_git = name.startswith(GIT)
        # A drive of Windows is one letter, and a file may have a colon in its name.
        if is_git or (colon and len(ref) > 1 and not (self._folder / name).exists()):
            if not (ref and path):
                raise SourceFault(f"`{name}` names no file of a commit: write `git:REF:path`")
            return self._at_commit(name, ref, path)
        return self._file(name)

    def at(self, ref: str) -> "Commit":
        """Open a commit; once, however often it is asked for.

        Raises:
            SourceFault: there is none.
        """
        if ref not in self._commits:
            try:
                self._commits[ref] = self._stack.enter_context(Commit(self._folder, ref))
            except GitFault as fault:
                raise SourceFault(str(fault), is_absent=True) from None
        return self._commits[ref]

    def workspace_at(self, ref: str) -> Source:
        """Give the tree below the folder as it stood at a commit.

        Raises:
            SourceFault: there is no such commit.
        """
        commit = self.at(ref)
        return Source(
            name=ref,
            root="",
            read=lambda file: commit.read(commit.from_here(file)),
            label=lambda file: f"{ref}:{file}",
        )

    def below_at(self, ref: str, folder: str) -> tuple[str, ...]:
        """Give the files below a folder of the workspace as it stood at a commit.

        Raises:
            SourceFault: there is no such commit.
        """
        commit = self.at(ref)
        top = commit.from_here("")
        return tuple(each.removeprefix(top) for each in commit.below(commit.from_here(folder)))

    def _at_commit(self, name: str, ref: str, path: str) -> Source:
        commit = self.at(ref)
        is_from_here = path.startswith(("./", "../"))
        root = normpath(commit.from_here(path) if is_from_here else path)
        try:
            commit.read(root)
        except OSError:
            raise SourceFault(f"there is no file `{root}` at `{ref}`", is_absent=True) from None
        return Source(name=name, root=root, read=commit.read, label=lambda file: f"{ref}:{file}")

    def _file(self, name: str) -> Source:
        path = self._folder / name
        try:
            if not name or path.is_dir():
                said = f"`{name}` is a folder" if name else "the empty text names no file"
                raise SourceFault(f"{said}, and one document is compared")
            with path.open("rb") as file:
                # A pipe, as `<(git show HEAD:api.yaml)` is one, gives what it has but once.
                content = None if is_regular(path) else read_stream(file)
        except FileNotFoundError:
            raise SourceFault(f"there is no file `{name}`") from None
        except (OSError, ValueError) as fault:
            said = reason(fault) if isinstance(fault, OSError) else str(fault)
            raise SourceFault(f"`{name}` cannot be read: {said}") from None
        if content is not None and _is_json(content) and path.suffix != ".json":
            path = path.with_name(f"{path.name}.json")
        return self._of_disk(name, path, content)

    def _standard_input(self) -> Source:
        content = self._stdin()
        return self._of_disk(STDIN_NAME, self._folder / STDIN[_is_json(content)], content)

    def _label(self, whole: Path) -> str:
        inside = whole.is_relative_to(self._folder)
        return (whole.relative_to(self._folder) if inside else whole).as_posix()

    def _of_disk(self, name: str, path: Path, content: bytes | None = None) -> Source:
        """Make a side of the file system."""
        anchor = Path(path.anchor)
        # Links stay as they are, so that `../` in a reference means what its author saw.
        root = normpath(path.relative_to(anchor).as_posix())
        home = _home(path.parent)

        def read(file: str) -> bytes:
            if file == root:
                return read_file(path) if content is None else content
            real = _real(anchor / file)
            if not any(real.is_relative_to(each) for each in (home, *self._refs_from)):
                raise Outside(self._label(home))
            return read_file(anchor / file)

        def label(file: str) -> str:
            return self._label(anchor / file)

        return Source(name=name, root=root, read=read, label=label)


def _home(folder: Path) -> Path:
    """Give the git work tree that a folder is in, else the folder."""
    real = _real(folder)
    return next((each for each in (real, *real.parents) if (each / ".git").exists()), real)


def _real(path: Path) -> Path:
    """Give a path behind all links; what is no path of a file is as it is."""
    return path if "\0" in str(path) else Path(os.path.realpath(path))


def _is_json(content: bytes) -> bool:
    """Say whether a content is JSON by its looks: as YAML it would be read too, and slowly."""
    return content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
