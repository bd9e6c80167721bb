"""Docstrings: what a contract says of itself becomes Python that says the same."""

import ast
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.emit.layout import WIDTH
from bffgen.emit.words import docstring, sentence

PROSE = st.text(alphabet=st.sampled_from("ab .\\\"\n'é{}%"), max_size=300)


def read(text, indent):
    """Give what Python reads of a docstring put where it stands."""
    pad = " " * indent
    lines = "".join(f"{' ' * 4 * depth}class C:\n" for depth in range(indent // 4))
    tree = ast.parse(f'{lines}{pad}"""{text}"""\n')
    node = tree.body[0]
    for _ in range(indent // 4 - 1):
        node = node.body[0]
    body = node.body[0] if indent else node
    return body.value.value


@given(PROSE, st.sampled_from((0, 4, 8)))
def test_python_reads_the_words_that_were_written(text, indent):
    written = docstring(text, indent=indent)

    words = text.split()
    # a first sentence that stands alone loses no letter
    assert read(written, indent).split() == words if written else not words


@given(st.text(alphabet="ab .", max_size=600), st.sampled_from((0, 4, 8)))
def test_no_line_is_longer_than_the_page(text, indent):
    lines = f'{" " * indent}"""{docstring(text, indent=indent)}"""'.splitlines()
    longest = max((len(word) for word in text.split()), default=0)

    if longest < WIDTH // 2:
        assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("  \n ", ""),
        ("One line.", "One line."),
        ("One  line\nin two.", "One line in two."),
        ("First.\n\nSecond.", "First.\n\n    Second.\n    "),
        ('says "yes"', 'says "yes\\"'),
        ('a """ b', 'a \\"\\"\\" b'),
        ("a\\d", "a\\\\d"),
        ("ends with \\", "ends with \\\\"),
    ],
)
def test_a_docstring(text, written):
    assert docstring(text, indent=4) == written


@pytest.mark.parametrize("length", range(WIDTH - 14, WIDTH + 4))
def test_the_formatter_leaves_a_docstring_of_any_length_alone(length, tmp_path):
    text = f"{'word ' * 12}{'x' * (length - 60 - 5)}"
    path = tmp_path / "a.py"
    path.write_text(f'class C:\n    """{docstring(text, indent=4)}"""\n')
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache"]
    made = subprocess.run(
        [*command, "--line-length", str(WIDTH), "--diff", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert made.stdout == ""
    assert max(map(len, path.read_text().splitlines())) <= WIDTH


def test_a_long_paragraph_gives_its_first_sentence_a_line_of_its_own():
    text = f"First sentence. {'word ' * 30}end."

    first, _, rest = docstring(text, indent=4).partition("\n\n")

    assert first == "First sentence."
    assert rest.endswith("end.\n    ")


@pytest.mark.parametrize(
    ("text", "ended"),
    [("a", "a."), ("a.", "a."), ("a!", "a!"), ("a?", "a?"), ("a:", "a:"), ("", ""), (" a ", "a.")],
)
def test_a_sentence_has_one_end(text, ended):
    assert sentence(text) == ended
