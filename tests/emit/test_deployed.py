"""What lies beside a BFF's package for whoever runs it: README.md and Dockerfile."""

import json
import re
import subprocess
import sys

import pytest

from tests.e2e.cases import built_case

CLIENTS = ["web", "mobile", "partner", "admin"]


@pytest.mark.parametrize("client", CLIENTS)
def test_the_readme_lists_the_settings_of_this_bff_and_no_other(root, client):
    folder = root / "generated" / client
    asked = (
        f"from {client}_bff.settings import Settings\n"
        "fields = Settings.model_fields.items()\n"
        "print({'BFF_' + name.upper(): each.is_required() for name, each in fields})\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", asked],
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    own = json.loads(ended.stdout.replace("'", '"').replace("T", "t").replace("F", "f").lower())
    readme = (folder / "README.md").read_text()
    rows = re.findall(r"^\| `(BFF_\w+)` \| (\S+) \| (.+) \|$", readme, re.MULTILINE)
    assert sorted(name.lower() for name, _, _ in rows) == sorted(own)
    for name, default, said in rows:
        # A file of keys has a default that does not fit, so that its absence is told.
        assert (default == "required") == (own[name.lower()] or name == "BFF_TEST_KEYS_FILE"), name
        assert said.endswith(".")


@pytest.mark.parametrize("client", CLIENTS)
def test_the_readme_says_of_each_operation_what_it_asks_and_answers(root, client):
    folder = root / "generated" / client
    document = json.loads((folder / "openapi.json").read_bytes())
    readme = (folder / "README.md").read_text()
    sections = {each.splitlines()[0]: each for each in readme.split("\n### ")[1:]}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if "responses" not in operation:
                continue
            section = sections.pop(f"`{method.upper()} {path}` {operation['operationId']}")
            told = re.search(r"^Statuses: (.*)$", section, re.MULTILINE)[1].split(", ")
            assert sorted(told) == sorted(operation["responses"])
    assert sections == {}


@pytest.mark.parametrize("client", CLIENTS)
def test_the_image_has_no_tool_and_no_root_and_says_whether_it_lives(root, client):
    folder = root / "generated" / client
    lines = (folder / "Dockerfile").read_text().splitlines()
    last = next(number for number, line in enumerate(lines) if re.fullmatch(r"FROM \S+", line))
    images = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", image) for image in images)
    final = lines[last:]
    assert not [line for line in final if line.startswith(("RUN", "ADD"))]
    assert "USER 10001:10001" in final
    assert [line for line in final if line.startswith("HEALTHCHECK")]
    assert f'ENTRYPOINT ["{client}-bff"]' in final
    copied = next(line for line in lines if line.startswith("COPY pyproject.toml")).split()[1:-1]
    assert all((folder / name).is_file() for name in copied)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (
            "composition/on-invalid/observe",
            "- `product` of `getProduct`: what breaks a bound, a format or a list of values is"
            " served, and counted in the log.\n",
        ),
        (
            "composition/on-invalid/drop-item",
            "- `product` of `getProduct`: elements that break its contract are left out and"
            " told.\n",
        ),
        ("composition/builders/python", "- `hooks.label` gives `label` of `getProduct`.\n"),
    ],
)
def test_the_readme_names_what_may_break_its_contract_and_what_the_team_computes(
    tmp_path, case, told
):
    folder, _ = built_case(case, tmp_path)
    assert told in (folder / "README.md").read_text()
