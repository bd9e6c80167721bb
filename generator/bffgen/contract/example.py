"""The example workspaces that bffgen brings along.

In:  an example's name.
Out: the files of its contracts/, as bytes by path.
How: in a wheel they lie inside the package, in the repository where they are worked on; one
     function finds them, as `emit/render.py` finds the templates.
"""

from pathlib import Path

EXAMPLES = ("storefront",)


def example_files(name: str) -> dict[str, bytes]:
    """Give the files of an example by their paths below contracts/."""
    folder = _folder(name)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _folder(name: str) -> Path:
    package = Path(__file__).resolve().parents[1]
    shipped = package / "examples" / name
    return shipped if shipped.is_dir() else package.parents[1] / "contracts"
