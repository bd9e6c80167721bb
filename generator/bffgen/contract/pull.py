"""Fetch what is at home on another host; the only module that does.

In:  a URL; a git repository with a ref.
Out: bytes; a Commit whose files are read one by one; or a PullFault that says what keeps it away.
How: git fetches one commit into a folder of its own that is gone afterwards; nothing is checked
     out, no hook and no helper of a transport runs, and nobody is asked for a password.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from bffgen.contract.git import Commit, GitFault
from bffgen.contract.yaml import MAX_BYTES

_WEB: Final = ("https://", "http://")
_TRANSPORTS: Final = "https:http:ssh:git:file"
_SECONDS: Final = 30
_PART: Final = 65_536
_GIT_SECONDS: Final = 120
_TAKES: Final = {"Accept": "application/yaml, application/json, text/*, */*;q=0.1"}


class PullFault(Exception):
    """What cannot be fetched; the text says why."""


def fetched(url: str) -> bytes:
    """Fetch a document, at most one byte more than is read of a file.

    Raises:
        PullFault: it is no URL of the web, or nobody answers there with 200.
    """
    if not url.startswith(_WEB):
        raise PullFault(f"`{url}` is no URL of the web: it begins with `https://`")
    try:
        with urlopen(Request(url, headers=_TAKES), timeout=_SECONDS) as answer:
            return _read(answer, url)
    except (URLError, HTTPException, OSError, ValueError) as fault:
        said = getattr(fault, "reason", None) or fault
        raise PullFault(f"`{url}` cannot be fetched: {str(said).lower()}") from None


def _read(answer: HTTPResponse, url: str) -> bytes:
    """Read an answer to its end; one that trickles without an end is given up."""
    ends = monotonic() + _SECONDS
    found = bytearray()
    while len(found) <= MAX_BYTES and (part := answer.read1(_PART)):
        found += part
        if monotonic() > ends:
            raise PullFault(f"`{url}` cannot be fetched: it has not ended after {_SECONDS} s")
    if len(found) <= MAX_BYTES and answer.length:
        raise PullFault(f"`{url}` cannot be fetched: {answer.length} bytes of it did not come")
    return bytes(found[: MAX_BYTES + 1])


@contextmanager
def commit_of(repository: str, ref: str) -> Iterator[Commit]:
    """Fetch one commit of a repository, and read its files while the block is open.

    Raises:
        PullFault: there is no git, no such repository, no such ref.
    """
    if repository.startswith("-") or ref.startswith("-"):
        raise PullFault(f"`{repository}` with `{ref}` cannot be fetched: a name begins with `-`")
    with TemporaryDirectory(prefix="bffgen-") as folder:
        _git(folder, "init", "--quiet")
        _git(folder, "fetch", "--quiet", "--depth=1", "--no-tags", "--", repository, ref)
        try:
            with Commit(Path(folder), "FETCH_HEAD") as commit:
                yield commit
        except GitFault as fault:
            raise PullFault(f"`{repository}` has no `{ref}`: {fault}") from None


def _git(folder: str, *args: str) -> None:
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": _TRANSPORTS}
    try:
        done = subprocess.run(
            ["git", "-c", "core.hooksPath=/dev/null", *args],
            cwd=folder,
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise PullFault("there is no git on this machine") from None
    except subprocess.TimeoutExpired:
        raise PullFault(f"git has not ended after {_GIT_SECONDS} s") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PullFault(f"git cannot fetch it: {said[0] if said else 'it says nothing'}")
