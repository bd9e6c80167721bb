"""Whatever people write, the command answers with findings at places, never with a traceback.

The storefront's own files are broken in one place each, by a seeded generator; a mutation that
changes nothing for bffgen builds, every other one is told where it stands.
"""

import random
import re
import shutil

import pytest

from bffgen.cli.app import run

SEED = 20_261_126
COUNT = 54
FILES = (
    "bffgen.yaml",
    "common/problem.yaml",
    "upstreams/catalog/openapi.yaml",
    "upstreams/catalog/schemas.yaml",
    "upstreams/media/openapi.yaml",
    "clients/*/openapi.yaml",
    "clients/*/composition.yaml",
    "clients/*/policy.yaml",
    "clients/*/hooks.py",
)
SCALARS = ("null", "true", "-1", "1e400", '""', "[]", "{}", "[[]]", '"\\ud800"', "2026-01-01", "no")
REFERENCES = (
    *('"#"', '"#/"', '"#/paths"', '"#/components/schemas/Nobody"', "openapi.yaml", "1", "{}"),
    *("https://x.example/a.yaml", "../../../etc/passwd", "file:///etc/passwd", "schemas.yaml"),
)
WORDS = (
    *("security: [{nobody: [read]}]", "security: [{}, 1]", "readOnly: true", "writeOnly: true"),
    *("discriminator: {propertyName: kind, mapping: {a: Nobody}}", "discriminator: kind"),
    *("enum: [NO, 010, null, 1.10]", "const: {a: 1}", "default: {}", "example: [1]", "examples: 1"),
    *("examples: [{value: 1}]", "format: decimal", "openapi: 3.2.0", "$self: https://x.example/a"),
    *("itemSchema: {type: object}", "nullable: true", "pattern: '('", "allOf: [{$ref: '#'}]"),
    *(
        "type: [object, 'null']",
        "additionalOperations: {COPY: 1}",
        "in: querystring",
        "style: cookie",
    ),
)
LINE_OF_MARK = re.compile(r"  --> contracts/\S+:[1-9]\d*:[1-9]\d*$")


def drop_a_line(lines, rng):
    del lines[rng.randrange(len(lines))]


def double_a_line(lines, rng):
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])


def change_a_scalar(lines, rng):
    at = rng.choice([n for n, line in enumerate(lines) if ": " in line])
    found = rng.choice(list(re.finditer(r": ([^,{}\[\]\n]+)|: ([\[{])", lines[at])) or [None])
    if found is not None:
        start, end = found.span(0)
        lines[at] = f"{lines[at][:start]}: {rng.choice(SCALARS)}{lines[at][end:]}"


def rename_a_key(lines, rng):
    at = rng.choice([n for n, line in enumerate(lines) if ":" in line])
    key = rng.choice(re.findall(r"[\w$-]+(?=:)", lines[at]) or [""])
    if key:
        lines[at] = lines[at].replace(f"{key}:", f"{key[:-1] or 'x'}{rng.choice('xy')}:", 1)


def swap_two_values(lines, rng):
    scalar = re.compile(r"(: )([^,{}\[\]\n]+)")
    places = [n for n, line in enumerate(lines) if scalar.search(line)]
    a, b = rng.choice(places), rng.choice(places)
    first, second = scalar.search(lines[a])[2], scalar.search(lines[b])[2]
    lines[a] = scalar.sub(lambda m: m[1] + second, lines[a], count=1)
    lines[b] = scalar.sub(lambda m: m[1] + first, lines[b], count=1)


def indent_a_line(lines, rng):
    at = rng.randrange(len(lines))
    lines[at] = rng.choice(("  ", "\t", "- ", "#", "&a ", "*a ", "!!int ", "\x00")) + lines[at]


def cut_the_end(lines, rng):
    del lines[rng.randrange(len(lines)) :]


def lead_a_reference_astray(lines, rng):
    places = [n for n, line in enumerate(lines) if "$ref: " in line]
    if places:
        at = rng.choice(places)
        lines[at] = re.sub(
            r"(\$ref: )(\"[^\"]*\"|[^,{}\s]+)",
            lambda found: found[1] + rng.choice(REFERENCES),
            lines[at],
            count=1,
        )


def add_a_word_of_openapi(lines, rng):
    at = rng.randrange(len(lines))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    lines.insert(at, f"{indent}{rng.choice(WORDS)}\n")


MUTATIONS = (
    drop_a_line,
    double_a_line,
    change_a_scalar,
    rename_a_key,
    swap_two_values,
    indent_a_line,
    cut_the_end,
    lead_a_reference_astray,
    add_a_word_of_openapi,
)


def mutate(folder, number, seed=SEED):
    """Break one file of a copy; give what was done to which file."""
    rng = random.Random(f"{seed} {number}")
    files = sorted(path for form in FILES for path in (folder / "contracts").glob(form))
    path = rng.choice(files)
    lines = path.read_text().splitlines(keepends=True)
    mutation = MUTATIONS[number % len(MUTATIONS)]
    mutation(lines, rng)
    path.write_text("".join(lines))
    return f"{mutation.__name__} of {path.relative_to(folder)}"


@pytest.mark.parametrize("number", range(COUNT))
def test_a_broken_file_gives_findings_with_places(number, root, tmp_path, monkeypatch, capsys):
    shutil.copytree(root / "contracts", tmp_path / "contracts")
    what = mutate(tmp_path, number)
    monkeypatch.chdir(tmp_path)
    code = run(["build"])
    screen = capsys.readouterr().err
    assert code in (0, 1), what
    findings = re.findall(r"^(?:error|warning)\[[\s\S]*?\n(?=\n|\Z)", screen, re.MULTILINE)
    assert bool(findings) or code == 0, what
    for each in findings:
        assert any(LINE_OF_MARK.match(line) for line in each.splitlines()), f"{what}\n{each}"
    assert (tmp_path / "generated").exists() == (code == 0), what
