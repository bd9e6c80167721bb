"""Render templates: the wall around Jinja2, and the only module that knows where they lie.

In:  a template's name and its view, or the name of a plain file.
Out: text; or the bytes of the file.
How: StrictUndefined, autoescape for HTML alone (all else is code), blocks take their own lines
     with them.
"""

from dataclasses import fields
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bffgen.emit.pageview import Html
from bffgen.emit.view import View


@cache
def templates_folder() -> Path:
    """Find the templates: in the wheel beside the package, else beside pyproject.toml."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parents[1] / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html.jinja"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, made_from: str, view: View) -> str:
    """Fill a template with its view.

    Args:
        template: path below templates/, with `.jinja`.
        made_from: what the file is made from, for its first line.
        view: the members become the names that the template sees.
    """
    members = {each.name: getattr(view, each.name) for each in fields(view)}
    return _environment().get_template(template).render(made_from=made_from, **members)


def fragment(template: str, view: View) -> Html:
    """Fill a template of HTML that stands in another."""
    return Html(text=render(template, "", view))


def plain_files(folder: str) -> tuple[tuple[str, bytes], ...]:
    """Give the Python files of a folder below templates/ as they are, sorted by path."""
    root = templates_folder() / folder
    found = sorted(path for path in root.rglob("*.py") if "__pycache__" not in path.parts)
    return tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in found)
