"""`bffgen explain` and `bffgen schema`: pages and schemas that are shipped."""

import json
import re

import pytest

from bffgen.cli.screen import rendered
from bffgen.compat.rule import rules
from bffgen.compose.rule import pages


def test_without_a_rule_all_are_listed_each_once(bffgen):
    code, out, _ = bffgen("explain")
    assert code == 0
    told = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    assert sorted(told) == sorted([*(rule.id for rule in rules()), *(each.id for each in pages())])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_page_is_printed_with_its_example(bffgen, rule):
    code, out, _ = bffgen("explain", rule.id)
    assert code == 0
    assert out.startswith(f"# {rule.title}\n\n`{rule.id}`: {rule.effect}")
    for part in ("\nBaseline:\n\n```yaml\n", "\nRevision:\n\n```yaml\n", "\nFinding:\n\n```text\n"):
        assert out.count(part) == 1
    assert out.count("```") == 6


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.id)
def test_a_page_is_printed_with_its_finding(bffgen, page):
    code, out, _ = bffgen("explain", page.id)
    assert code == 0
    assert out.startswith(f"# {page.title}\n\n`{page.id}`: found by `bffgen build`.")
    assert page.finding in out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("request-enum-value-remove", "the nearest is `request-enum-value-removed`"),
        ("nothing-like-it-at-all", "`bffgen explain` lists them"),
        ("compose-presense", "the nearest is `compose-presence`"),
        ("input-schema", "`input-schema` has no page"),
        ("sunset-too-near", "and docs/releases.md what a ledger holds and when a promise ends"),
        ("version-bump-too-small", "`version-bump-too-small` has no page"),
        ("notice-served", "`notice-served` is no rule but a licence"),
    ],
)
def test_a_rule_that_there_is_not_is_told_with_the_nearest(bffgen, name, said):
    code, out, err = bffgen("explain", name)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    "name", ["eject", "findings", "findings/1", "graph", "graph/1", "ledger", "reads", "uses"]
)
def test_a_schema_is_printed_as_it_is_shipped(bffgen, root, name):
    code, out, _ = bffgen("schema", name)
    file = f"{name.partition('/')[0]}-1.json"
    assert (code, out) == (0, (root / "generator/bffgen/schemas" / file).read_text())
    assert json.loads(out)["title"] == file.removesuffix("-1.json") + "/1"


def test_schemas_are_listed_and_a_wrong_name_is_told(bffgen):
    assert bffgen("schema")[:2] == (0, "eject/1\nfindings/1\ngraph/1\nledger/1\nreads/1\nuses/1\n")
    code, _, err = bffgen("schema", "finding")
    assert (code, "the nearest is `findings`" in err) == (2, True)


def test_a_terminal_shows_the_page_as_it_is_meant_to_look(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    made = rendered("# Title\n\n`id`: one\n\n```yaml\na: 1\n```\n")
    assert "\x1b[" in made
    plain = re.sub(r"\x1b\[[0-9;]*m", "", made)
    assert [line.strip() for line in plain.splitlines() if line.strip()] == [
        "Title",
        "id: one",
        "a: 1",
    ]


CONTRACT = """openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Cart"}}}}
      responses: {"204": {description: Done.}}
  /orders:
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Cart"}}}}
      responses: {"204": {description: Done.}}
components: {schemas: {Cart: {type: object, properties: {size: {enum: [s, m, l]}}}}}
"""


@pytest.fixture
def compared(bffgen, tmp_path):
    """Two contracts that differ in one value; gives the fingerprint of the one finding."""
    (tmp_path / "a.yaml").write_text(CONTRACT)
    (tmp_path / "b.yaml").write_text(CONTRACT.replace(", l]", "]"))
    _, out, _ = bffgen("diff", "a.yaml", "b.yaml")
    return re.search(r"fingerprint: ([0-9a-f]{12})", out)[1]


WAYS = {
    "the comparison": ("a.yaml", "b.yaml"),
    "a file that is named": ("--in", "kept/findings.json"),
    "the newest findings here": (),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_finding_is_explained_by_its_fingerprint(bffgen, tmp_path, compared, way):
    if way != "the comparison":
        bffgen("diff", "a.yaml", "b.yaml", "-o", "json=kept/findings.json")
        bffgen("diff", "a.yaml", "b.yaml", "-o", "json=findings.json")
        bffgen("diff", "a.yaml", "a.yaml", "-o", "json=older.json")
        (tmp_path / "other.json").write_text("[]")
    code, out, err = bffgen("explain", compared, *WAYS[way])
    assert (code, err) == (0, "")
    assert out.startswith('# `size` no longer accepts "l"\n')
    for part in (
        f"`request-enum-value-removed`: breaks, told as error; fingerprint `{compared}`",
        "- revision: `b.yaml:12:",
        "- coordinate: `request #/components/schemas/Cart/properties/size`",
        '- the fact in the revision: `{"enum": ["m", "s"]}`',
        '```json\n{\n  "size": "l"\n}\n```',
        "- hurt: `POST /carts`\n- hurt: `POST /orders`\n",
        "The rule: `bffgen explain request-enum-value-removed`\n",
    ):
        assert part in out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("000000000000",), 2, "no findings lie here: name the comparison"),
        (("000000000000", "a.yaml", "b.yaml"), 2, "no finding with the fingerprint"),
        (("000000000000", "a.yaml"), 2, "a comparison has two sides"),
        (("000000000000", "--in", "none.json"), 2, "there is no file `none.json`"),
        (("000000000000", "a.yaml", "none.yaml"), 2, "there is no file `none.yaml`"),
        (("000000000000", "none.yaml", "a.yaml"), 2, "there is no file `none.yaml`"),
        (("operation-added", "a.yaml", "b.yaml"), 2, "`operation-added` is no fingerprint"),
        (("operation-added", "--in", "f.json"), 2, "`operation-added` is no fingerprint"),
    ],
)
def test_a_finding_that_is_not_there_is_told_with_where_it_may_be(
    bffgen, compared, args, code, said
):
    got, out, err = bffgen("explain", *args)
    assert (got, out) == (code, "")
    assert said in err


def test_what_only_undeclared_names_break_is_explained_too(bffgen, tmp_path):
    (tmp_path / "a.yaml").write_text(CONTRACT)
    (tmp_path / "b.yaml").write_text(CONTRACT.replace("{size:", "{note: {type: string}, size:"))
    _, out, _ = bffgen("diff", "a.yaml", "b.yaml", "--pure")
    fingerprint = re.search(r"fingerprint: ([0-9a-f]{12})", out)[1]
    code, out, _ = bffgen("explain", fingerprint, "a.yaml", "b.yaml")
    assert code == 0
    assert "Only a peer that sends names nobody declared is hurt.\n" in out


ANSWERS = """openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /carts:
    get:
      responses:
        "200":
          description: Found.
          content: {application/json: {schema: {$ref: "#/components/schemas/Cart"}}}
components: {schemas: {Cart: {type: object, properties: {size: {enum: [s, m]}}}}}
"""
# What a finding rests on: flags -> (was, is now, the rule, its effect with them).
RESTS_ON = {
    ("--family", "third-party"): (
        "get:\n",
        "get:\n      x-internal: true\n",
        "operation-removed",
        "breaks",
    ),
    ("--family", "internal"): (", m]", ", m, l]", "response-enum-value-added", "safe"),
    ("--decoder", "unknown_enum=tolerate"): (
        ", m]",
        ", m, xl]",
        "response-enum-value-added",
        "safe",
    ),
    ("--compat", "formats=annotate"): (
        "{enum: [s, m]}",
        "{type: string, format: date}",
        "response-enum-opened",
        "breaks",
    ),
}


@pytest.mark.parametrize("flags", RESTS_ON, ids=" ".join)
def test_a_finding_is_explained_under_the_assumptions_that_it_rests_on(bffgen, tmp_path, flags):
    was, now, rule, effect = RESTS_ON[flags]
    (tmp_path / "a.yaml").write_text(ANSWERS)
    (tmp_path / "b.yaml").write_text(ANSWERS.replace(was, now))
    _, out, _ = bffgen("diff", "a.yaml", "b.yaml", *flags, "-f", "json")
    (found,) = [each for each in json.loads(out)["findings"] if each["rule"] == rule]
    code, out, err = bffgen("explain", found["fingerprint"], "a.yaml", "b.yaml", *flags)
    assert (code, err) == (0, "")
    assert f"`{rule}`: {effect}, told as {found['severity']};" in out


def test_a_finding_of_other_assumptions_is_not_there_and_the_flags_are_named(bffgen, tmp_path):
    was, now, *_ = RESTS_ON["--family", "third-party"]
    (tmp_path / "a.yaml").write_text(ANSWERS)
    (tmp_path / "b.yaml").write_text(ANSWERS.replace(was, now))
    _, out, _ = bffgen("diff", "a.yaml", "b.yaml", "--family", "third-party")
    fingerprint = re.search(r"fingerprint: ([0-9a-f]{12})", out)[1]
    code, out, err = bffgen("explain", fingerprint, "a.yaml", "b.yaml")
    assert (code, out) == (2, "")
    assert "what it rests on is said by --family, --decoder and --compat" in err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("000000000000", "--family", "internal"), "name its two sides"),
        (("000000000000", "--in", "f.json", "--compat", "fuel=9"), "name its two sides"),
        (("operation-added", "--decoder", "unknown_enum=fail"), "`operation-added` is no"),
        (("000000000000", "a.yaml", "b.yaml", "--decoder", "x=y"), "`--decoder x=y` says nothing"),
    ],
)
def test_assumptions_without_a_comparison_are_wrong_use(bffgen, compared, args, said):
    code, out, err = bffgen("explain", *args)
    assert (code, out) == (2, "")
    assert said in err


def test_what_went_is_explained_with_the_end_that_was_announced(bffgen, tmp_path):
    ending = 'get:\n      deprecated: true\n      x-sunset: "2026-12-01"\n'
    (tmp_path / "a.yaml").write_text(ANSWERS.replace("get:\n", ending))
    (tmp_path / "b.yaml").write_text(ANSWERS.replace("get:\n", "put:\n"))
    _, out, _ = bffgen("diff", "a.yaml", "b.yaml", "-f", "json")
    (found,) = [e for e in json.loads(out)["findings"] if e["rule"] == "operation-removed"]
    said = "the baseline has it deprecated, with the sunset 2026-12-01"
    assert found["notes"] == {"announced": said}
    _, out, _ = bffgen("explain", found["fingerprint"], "a.yaml", "b.yaml")
    assert f"\nAnnounced: {said}.\n" in out
