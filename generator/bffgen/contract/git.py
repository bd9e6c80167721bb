"""Ask git for files as they stood at a commit; the only module that starts it.

In:  a folder of a working tree, a name of a commit, paths.
Out: bytes; or a GitFault that says what is missing.
How: one `git cat-file --batch` a commit, which answers each path in a millisecond; nothing is
     checked out, and hooks, filters and line ends play no part.
"""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from bffgen.contract.yaml import MAX_BYTES

# Bytes of what is too large to be read.
_PASSED_AT_ONCE: Final = 1 << 20
# What a commit may be called, so that no name is read as an option or as a range.
_FORBIDDEN: Final = ("\n", "\0", " ", "..", ":")


class GitFault(Exception):
    """What git cannot give; the text says why and what helps."""


class Commit:
    """The files of one commit, while the block is open.

    Args:
        folder: any folder of the working tree.
        ref: branch, tag, hash, `HEAD~1`, `origin/main`.
    """

    def __init__(self, folder: Path, ref: str) -> None:
        self._folder = folder
        self.ref = ref
        self._hash = ""
        self._prefix = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Find the commit.

        Raises:
            GitFault: no git, no repository, no such commit.
        """
        if not self.ref or self.ref.startswith("-") or any(x in self.ref for x in _FORBIDDEN):
            raise GitFault(f"`{self.ref}` cannot be the name of a commit")
        self._prefix = self._asked("rev-parse", "--show-prefix").removesuffix("\n")
        try:
            self._hash = self._asked("rev-parse", "--verify", "--quiet", f"{self.ref}^{{commit}}")
        except GitFault:
            problem = f"git knows no commit `{self.ref}` here"
            remote, _, branch = self.ref.partition("/")
            fetch = f"git fetch {remote} {branch}" if branch else f"git fetch origin {self.ref}"
            raise GitFault(f"{problem}; in a shallow clone, fetch it first: {fetch}") from None
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch", "--follow-symlinks"],
            cwd=self._folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process that answers."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def from_here(self, path: str) -> str:
        """Give the path from the top of the repository of one relative to the folder."""
        return self._prefix + path

    def read(self, path: str) -> bytes:
        """Give a file by its path from the top of the repository; a link is followed.

        Raises:
            FileNotFoundError: the commit has no such file.
        """
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        if "\n" in path or "\0" in path:
            raise FileNotFoundError(path)
        process.stdin.write(f"{self._hash.strip()}:{path}\n".encode(errors="surrogateescape"))
        process.stdin.flush()
        # `<object> blob <size>`; where there is none: `.. missing`, `dangling <size>`, `loop ..`.
        head = process.stdout.readline().decode(errors="replace").split()
        size = int(head[-1]) if len(head) > 1 and head[-1].isdecimal() else None
        content = b"" if size is None else _taken(process.stdout, size)
        if len(head) != 3 or head[1] != "blob":
            raise FileNotFoundError(path)
        return content

    def below(self, folder: str) -> tuple[str, ...]:
        """Give the files below a folder, sorted, by their paths from the top of the repository."""
        listed = self._asked(
            *("ls-tree", "-r", "-z", "--full-tree", "--name-only", self._hash.strip()),
            *("--", f"{folder.rstrip('/')}/"),
        )
        return tuple(sorted(each for each in listed.split("\0") if each))

    def _asked(self, *args: str) -> str:
        """Run git to its end and give what it prints."""
        try:
            ran = subprocess.run(
                ["git", *args], cwd=self._folder, capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            raise GitFault("git is not installed, and the baseline lies in it") from None
        if ran.returncode:
            said = ran.stderr.strip().partition("\n")[0].removeprefix("fatal: ")
            raise GitFault(f"git says: {said}" if said else "git does not answer")
        return ran.stdout


def _taken(answers: IO[bytes], size: int) -> bytes:
    """Take a content and the line end behind it; of one that is too large the beginning."""
    content = answers.read(min(size, MAX_BYTES + 1))
    rest = size + 1 - len(content)
    while rest > 0 and (passed := answers.read(min(rest, _PASSED_AT_ONCE))):
        rest -= len(passed)
    return content
