"""Templates have loops and names; what is decided is decided before (STYLE.md 6.8)."""

import dataclasses
import re

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError, meta, nodes

from bffgen.emit import view
from bffgen.emit.render import plain_files, render, templates_folder

TEMPLATES = sorted(
    path.relative_to(templates_folder()).as_posix() for path in templates_folder().rglob("*.jinja")
)
HEAD = re.compile(r"\{#- view: (\w+) -#\}\n")
ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False)
GLOBALS = frozenset(ENVIRONMENT.globals)


def source(template):
    return (templates_folder() / template).read_text()


def decisions(text):
    """Give what a template decides: comparisons, sums, filters, calls, tests, `if` of more.

    Emptiness alone may be asked, of a name or of a member: `{% if each.doc %}`.
    """
    tree = ENVIRONMENT.parse(text)
    wrong = (
        *(nodes.Compare, nodes.BinExpr, nodes.Not, nodes.Test, nodes.CondExpr, nodes.Filter),
        *(nodes.Call, nodes.Assign, nodes.AssignBlock, nodes.Include, nodes.Import, nodes.Macro),
        *(nodes.And, nodes.Or, nodes.Extends, nodes.FromImport, nodes.Concat),
    )
    for node in tree.find_all(wrong):
        yield f"{node.lineno}: {type(node).__name__}"
    for node in tree.find_all(nodes.If):
        if not isinstance(node.test, nodes.Name | nodes.Getattr):
            yield f"{node.lineno}: if {type(node.test).__name__}"
        if node.elif_ or node.else_:
            yield f"{node.lineno}: else"


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_decides_anything(template):
    assert list(decisions(source(template))) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ('{% if client.kind == "web" %}a{% endif %}', "1: Compare"),
        ("{% if size > 3 %}a{% endif %}", "1: Compare"),
        ("{{ a + b }}", "1: Add"),
        ("{% if not docs %}a{% endif %}", "1: Not"),
        ("{% if docs is defined %}a{% endif %}", "1: Test"),
        ("{{ name | upper }}", "1: Filter"),
        ("{{ name.upper() }}", "1: Call"),
        ("{{ a if b else c }}", "1: CondExpr"),
        ("{% if a and b %}a{% endif %}", "1: And"),
        ("{% if docs %}a{% else %}b{% endif %}", "1: else"),
        ("{% set a = 1 %}", "1: Assign"),
        ("{{ a ~ b }}", "1: Concat"),
    ],
)
def test_a_planted_decision_is_found(planted, found):
    assert found in list(decisions(planted))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_names_the_view_that_it_is_given_and_uses_all_of_its_names(template):
    text = source(template)
    head = HEAD.match(text)
    assert head is not None, "the first line is `{#- view: NAME -#}`"
    members = {each.name for each in dataclasses.fields(getattr(view, head[1]))}
    used = meta.find_undeclared_variables(ENVIRONMENT.parse(text)) - GLOBALS

    assert used - {"made_from"} <= members


def test_every_member_of_a_view_is_used_by_some_template():
    used = {}
    for template in TEMPLATES:
        text = source(template)
        names = meta.find_undeclared_variables(ENVIRONMENT.parse(text))
        used.setdefault(HEAD.match(text)[1], set()).update(names)

    for name, names in used.items():
        members = {each.name for each in dataclasses.fields(getattr(view, name))}
        assert members <= names, name


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A view without the members that the template asks for."""

    tag: str = "a"


def test_a_name_that_a_view_lacks_is_a_fault_and_never_an_empty_text():
    with pytest.raises(UndefinedError, match="is undefined"):
        render("bff/package/routes/each_tag.py.jinja", "a", Lacking())


@pytest.mark.parametrize("template", [each for each in TEMPLATES if each.endswith(".py.jinja")])
def test_a_generated_file_says_at_its_head_what_it_is_made_from(template):
    lines = source(template).splitlines()

    assert lines[1] == "# made by bffgen from {{ made_from }}; edits are lost"
    assert lines[2].startswith('"""')


def test_plain_files_are_given_as_they_are_sorted_and_without_caches():
    found = plain_files("bff/package")

    assert [path for path, _ in found] == sorted(path for path, _ in found)
    assert {path.rpartition(".")[2] for path, _ in found} == {"py"}
    for path, content in found:
        assert content == (templates_folder() / "bff/package" / path).read_bytes()
    assert "runtime/join.py" in dict(found)
