"""Write the ledger of the example again: who shipped what when, told as the commands that said so.

In:  a copy of the workspace, in which each release has its contract.json and nothing else counts.
Out: `releases/`, `events/` and `evidence/` of each client, as `contracts/clients/` has them.
How: every fact is a command with the day on which it was given; before a release its own contract
     is put in the place of the candidate, beside a composition that answers it, since what does not
     build is not released. `python docs/story.py` writes the ledgers of this repository.
"""

import json
import os
import shlex
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from bffgen.cli.app import run
from bffgen.contract.yaml import read_document

# What a file says, as it is taken apart here.
Written: TypeAlias = dict[str, Any]

CLIENTS = Path("contracts/clients")

# `contract CLIENT VERSION`: what the team has written by then. All else is a command of bffgen.
STORY = """
# Web is deployed when it is ready, most days; open tabs are current a week later at the latest.
contract web 1.0.0
release web --as-of 2025-10-13T08:00:00Z --by web-ci
event deploy web --serves 1.0.0 --as-of 2025-10-13T08:10:00Z --by web-ci
contract web 1.1.0
release web --as-of 2025-10-14T08:00:00Z --by web-ci
event deploy web --serves 1.1.0 --as-of 2025-10-14T08:10:00Z --by web-ci
contract web 1.2.0
release web --as-of 2025-10-15T08:00:00Z --by web-ci
event deploy web --serves 1.2.0 --as-of 2025-10-15T08:10:00Z --by web-ci
deprecate web "GET /products/{productId}#/response/200/badge" --sunset 2025-10-27 \
    --as-of 2025-10-16T07:30:00Z --by web-lead
contract web 1.3.0
release web --as-of 2025-10-16T08:00:00Z --by web-ci
event deploy web --serves 1.3.0 --as-of 2025-10-16T08:10:00Z --by web-ci
contract web 2.0.0
release web --as-of 2025-11-03T08:00:00Z --by web-ci
event deploy web --serves 2.0.0 --as-of 2025-11-03T08:10:00Z --by web-ci

# Mobile goes through two stores, and phones are updated when their owners please.
contract mobile 2.8.0
release mobile --build ios=2.8.0 --build android=280 --as-of 2025-05-12T09:00:00Z --by mobile-ci
event deploy mobile --serves 2.8.0 --as-of 2025-05-12T09:10:00Z --by mobile-ci
deprecate mobile "GET /v3/products/{id}#/response/200/badge" --sunset 2025-11-01 \
    --as-of 2025-07-28T09:00:00Z --by mobile-lead
contract mobile 2.9.0
release mobile --as-of 2025-08-04T09:00:00Z --by mobile-ci
event deploy mobile --serves 2.9.0 --as-of 2025-08-04T09:10:00Z --by mobile-ci
event build mobile --channel ios --build 2.9.0 --release 2.9.0 --identifies \
    --unused "GET /v3/products/{id}#/response/200/badge" --as-of 2025-08-04T12:00:00Z --by mobile-ci
event build mobile --channel android --build 290 --release 2.9.0 --identifies \
    --unused "GET /v3/products/{id}#/response/200/badge" --as-of 2025-08-05T12:00:00Z --by mobile-ci
devices mobile 2025-11-02
event min-version mobile --channel ios --builds-below 2.9.0 --effective 2025-12-01T00:00:00Z \
    --enforced-by "the gateway answers 426" --as-of 2025-11-10T09:00:00Z --by mobile-lead
event min-version mobile --channel android --builds-below 290 --effective 2025-12-01T00:00:00Z \
    --enforced-by "the gateway answers 426" --as-of 2025-11-10T09:00:00Z --by mobile-lead
contract mobile 3.0.0
release mobile --build ios=3.0.0 --build android=300 --as-of 2025-12-02T09:00:00Z --by mobile-ci
event deploy mobile --serves 3.0.0 --as-of 2025-12-02T09:10:00Z --by mobile-ci
contract mobile 3.1.0
release mobile --build ios=3.1.0 --build android=310 --as-of 2026-01-12T09:00:00Z --by mobile-ci
event deploy mobile --serves 3.1.0 --as-of 2026-01-12T09:10:00Z --by mobile-ci

# Two partners have signed; what they were promised ends when they were told that it would.
contract partner 0.9.0
release partner --as-of 2024-06-03T09:00:00Z --by partner-desk
event deploy partner --serves 0.9.0 --as-of 2024-06-03T09:10:00Z --by partner-desk
deprecate partner "GET /v1/products/{product_id}#/response/200/badge" \
    --sunset 2025-12-01 --notified acme --notified globex=portal \
    --as-of 2024-11-18T09:00:00Z --by partner-desk
contract partner 0.10.0
release partner --as-of 2024-11-20T09:00:00Z --by partner-desk
event deploy partner --serves 0.10.0 --as-of 2024-11-20T09:10:00Z --by partner-desk
contract partner 1.0.0
release partner --as-of 2025-12-02T09:00:00Z --by partner-desk
event deploy partner --serves 1.0.0 --as-of 2025-12-02T09:10:00Z --by partner-desk

# Admin and its BFF go out together, and its users sit next door.
contract admin 0.13.0
release admin --as-of 2025-10-20T09:00:00Z --by backoffice
event deploy admin --serves 0.13.0 --as-of 2025-10-20T09:10:00Z --by backoffice
contract admin 0.14.0
release admin --as-of 2025-11-03T09:00:00Z --by backoffice
event deploy admin --serves 0.14.0 --as-of 2025-11-03T09:10:00Z --by backoffice
"""


# Properties that today's compositions give and a release did not have yet: operation, name.
YOUNGER = {
    ("web", "1.0.0"): (("searchProducts", "brand"),),
    ("web", "1.1.0"): (("searchProducts", "brand"),),
    ("mobile", "2.8.0"): (("getProduct", "starCount"),),
    ("mobile", "2.9.0"): (("getProduct", "starCount"),),
    ("mobile", "3.0.0"): (("getProduct", "starCount"),),
    ("partner", "0.9.0"): (("listProducts", "deleted_at"),),
    ("partner", "0.10.0"): (("listProducts", "deleted_at"), ("batchGetProducts", "deleted_at")),
    ("partner", "1.0.0"): (("listProducts", "deleted_at"), ("batchGetProducts", "deleted_at")),
}
# The operation that answered with the badge, where it is not `getProduct`.
WITH_BADGE = {"web": "getProductPage"}


def commands() -> list[list[str]]:
    """Give the steps of the story, in their order."""
    lines = STORY.replace("\\\n", " ").splitlines()
    return [shlex.split(each, comments=True) for each in lines if each and each[0] != "#"]


def replay(workspace: Path, told: Path) -> None:
    """Write the ledger of a workspace.

    Args:
        workspace: a copy without `releases/`, `events/` and `evidence/`; what its clients'
            openapi.yaml says is lost.
        told: the folder of clients whose releases have the contracts.
    """
    here = Path.cwd()
    os.chdir(workspace)
    try:
        for command in commands():
            _step(command, told)
    finally:
        os.chdir(here)


def _step(command: list[str], told: Path) -> None:
    match command:
        case ["contract", client, version]:
            frozen = (told / client / "releases" / version / "contract.json").read_text()
            written = (told / client / "composition.yaml").read_bytes()
            contract = json.loads(frozen)
            composition = _composed(written, client, version, contract)
            (CLIENTS / client / "openapi.yaml").write_text(json.dumps(contract, indent=2))
            (CLIENTS / client / "composition.yaml").write_text(json.dumps(composition, indent=2))
        case ["devices", client, last]:
            Path("devices.csv").write_text(devices(date.fromisoformat(last)))
            _run(["usage", "import", client, "--csv", "devices.csv"])
            Path("devices.csv").unlink()
        case _:
            _run(command)


def _composed(written: bytes, client: str, version: str, contract: Written) -> Written:
    """Give what answered a contract of the past: today's composition, as far as it was there."""
    composition: Written = json.loads(json.dumps(read_document(written, client)))
    named = {
        each.get("operationId")
        for item in contract["paths"].values()
        for each in item.values()
        if isinstance(each, dict)
    }
    answered = composition["operations"]
    composition["operations"] = {name: answered[name] for name in answered if name in named}
    for operation, younger in YOUNGER.get((client, version), ()):
        _without(answered[operation]["body"], younger)
    if '"badge"' in json.dumps(contract):
        body = answered[WITH_BADGE.get(client, "getProduct")]["body"]
        body.get("map", body)["badge"] = {"const": "New"}
    return composition


def _without(body: Written, name: str) -> None:
    body.pop(name, None)
    for each in body.values():
        if isinstance(each, dict):
            _without(each, name)


def _run(command: list[str]) -> None:
    code = run([*command])
    if code:
        raise SystemExit(f"{shlex.join(command)} ended with {code}")


def devices(last: date) -> str:
    """Give what the stores' analytics say of four weeks: each day fewer phones have the old app."""
    lines = ["day,channel,build,devices"]
    for ago in range(27, -1, -1):
        day = last - timedelta(days=ago)
        for channel, old, new, phones, left in (
            ("ios", "2.8.0", "2.9.0", 100_000, 3_100 + 110 * ago),
            ("android", "280", "290", 140_000, 2_400 + 190 * ago),
        ):
            lines += [f"{day},{channel},{old},{left}", f"{day},{channel},{new},{phones - left}"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the ledger of this repository again."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        copy(root, workspace)
        replay(workspace, root / CLIENTS)
        for client in sorted(each.name for each in (root / CLIENTS).iterdir()):
            for part in ("releases", "events", "evidence"):
                made = workspace / CLIENTS / client / part
                if made.is_dir():
                    shutil.rmtree(root / CLIENTS / client / part, ignore_errors=True)
                    shutil.copytree(made, root / CLIENTS / client / part)


def copy(root: Path, workspace: Path) -> None:
    """Copy the contracts of a repository without what its ledgers say."""
    shutil.copytree(
        root / "contracts",
        workspace / "contracts",
        ignore=shutil.ignore_patterns("releases", "events", "evidence", "waivers"),
    )


if __name__ == "__main__":
    main()
