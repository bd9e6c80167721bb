"""Whether any upstream may have deprecated something, told without reading contracts.

In:  a reader of the workspace's files.
Out: a bool; never no where a contract, or what is laid over it, says so.
How: the bytes of each contract, of its overlay and of the files that they refer to are searched
     for the words. A gate asks this of every run, and to read and plan all of it costs a gate as
     much again (0.45 s beside 0.5 s for the storefront).
"""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from typing import Final
from urllib.parse import unquote

from bffgen.contract.workspace import FILE, FOLDER
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import Json

_SAYS: Final = (b"deprecated", b"x-sunset")
# A reference to another file, in YAML of any style or in JSON.
_ELSEWHERE: Final = re.compile(rb"""\$ref["']?\s*:\s*["']?([^#"'\s,}\]]+)""")


def may_end(read: Callable[[str], bytes]) -> bool:
    """Say whether a file that upstreams are described by has one of the words."""
    work = list(_named(read))
    seen: set[str] = set()
    while work:
        path = work.pop()
        if path in seen:
            continue
        seen.add(path)
        try:
            content = read(path)
        except OSError:
            continue  # a build says so; what is not there ends nothing
        if any(word in content for word in _SAYS):
            return True
        for found in _ELSEWHERE.findall(content):
            target = unquote(found.decode(errors="replace"))
            work.append(normpath(join(dirname(path), target)))
    return False


def _named(read: Callable[[str], bytes]) -> Iterator[str]:
    """Give the contracts and overlays that bffgen.yaml names."""
    try:
        manifest = read_document(read(FILE), FILE)
    except OSError:
        return
    upstreams = manifest.get("upstreams") if isinstance(manifest, dict) else None
    for entry in upstreams.values() if isinstance(upstreams, dict) else ():
        for key in ("contract", "overlay"):
            path: Json = entry.get(key) if isinstance(entry, dict) else None
            if isinstance(path, str):
                yield normpath(f"{FOLDER}/{path}")
