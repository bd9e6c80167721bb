"""What hooks hold open while a BFF runs, and routes that they add: over real sockets.

The BFF is built of tests/cases/bases/shop with hooks that are a package; its contract asks for a
token, and lets strangers in as well.
"""

import json
import subprocess
import sys

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.callers import CUSTOMER, bearer, write_keys
from tests.e2e.served import Bff, free_port
from tests.e2e.test_hook_sources import ANSWERS, PRODUCT, SHOP, WEB, upstreams
from tests.e2e.typed import mypy, pyright
from tests.patience import patient
from tests.workspaces import plant

__all__ = ["upstreams"]

ANSWERS["/products/lamp"] = PRODUCT

SECURED = """security: [{}, {customer: []}]
components:
  securitySchemes: {customer: {type: http, scheme: bearer}}
  schemas:"""
COMPOSITION = """
format: composition/1
operations:
  getProduct:
    sources:
      product: {call: catalog.getProduct}
      standing:
        call: hooks.standing
        with: {title: product.title}
        returns: schemas/standing.json#/Standing
    body: {from: product, map: {inStock: standing.inStock}}
"""
SCHEMA = {
    "Standing": {
        "type": "object",
        "required": ["inStock"],
        "properties": {"inStock": {"type": "boolean"}},
    }
}
INIT = '''"""What the web team adds."""

from web_bff.ports import Call, Standing

from .held import Counter, lifespan
from .team import routers

__all__ = ["lifespan", "routers", "standing"]


async def standing(title: str, call: Call) -> Standing:
    """Count a product."""
    call.resources(Counter).seen.append(title)
    return Standing(in_stock=True)
'''
HELD = '''"""What is held open from start to stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from web_bff.settings import Settings


@dataclass
class Counter:
    """What was asked for."""

    seen: list[str] = field(default_factory=list)


@asynccontextmanager
async def lifespan(settings: Settings) -> AsyncIterator[Counter]:
    """Count from start to stop."""
    print("opened at", settings.port, flush=True)
    counter = Counter()
    yield counter
    print("closed after", counter.seen, flush=True)
'''
TEAM = '''"""Routes beside the contract."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import HTTPConnection

from web_bff.guards import caller, public, resources
from web_bff.identity import Identity

from .held import Counter

router = APIRouter(prefix="/team")


@router.get("/seen", dependencies=[Depends(public)])
async def seen(http: HTTPConnection) -> list[str]:
    """Tell what was asked for."""
    return resources(http, Counter).seen


@router.get("/me")
async def me(who: Annotated[Identity, Depends(caller)]) -> str:
    """Tell who calls."""
    return who.sub


routers = [router]
'''
PACKAGE = {"__init__.py": INIT, "held.py": HELD, "team.py": TEAM}


def outcome_of(package):
    """Build the shop with a package of hooks."""
    contract = (SHOP / WEB / "openapi.yaml").read_text()
    contract = contract.replace("security: []\n", "").replace("components:\n  schemas:", SECURED, 1)
    own = {
        f"{WEB}/openapi.yaml": contract,
        f"{WEB}/composition.yaml": COMPOSITION,
        f"{WEB}/schemas/standing.json": json.dumps(SCHEMA),
        **{f"{WEB}/hooks/{name}": text for name, text in package.items()},
    }

    def read(path):
        return own[path].encode() if path in own else (SHOP / path).read_bytes()

    def below(folder):
        return [each for each in own if each.startswith(f"{folder}/")]

    return build(patient(read), lambda _: FileTree(), below=below)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outcome = outcome_of(PACKAGE)
    assert outcome.findings == ()
    return plant(outcome.clients[0].tree, tmp_path_factory.mktemp("shop") / "web")


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return write_keys(tmp_path_factory.mktemp("keys"))


def test_what_is_held_open_is_there_for_every_request_and_closed_after_the_last(
    folder, keys, upstreams
):
    with Bff(folder, upstreams, **keys) as bff:
        opened = [each for each in bff.log if each.startswith("opened at")]
        assert bff.ask("/products/lamp").status == 200
        assert bff.ask("/team/seen").json() == [PRODUCT["title"]]
    assert opened == [f"opened at {bff.port}\n"]
    assert [each for each in bff.log if each.startswith("closed")] == [
        f"closed after ['{PRODUCT['title']}']\n"
    ]


@pytest.mark.parametrize(
    ("headers", "status", "told"),
    [
        (bearer(CUSTOMER), 200, "c-40017"),
        (bearer("nobody"), 401, "unauthenticated"),
        ({}, 401, "unauthenticated"),
    ],
)
def test_a_route_of_the_team_knows_its_caller_as_the_contract_does(
    folder, keys, upstreams, headers, status, told
):
    with Bff(folder, upstreams, **keys) as bff:
        answered = bff.ask("/team/me", **headers)
    said = answered.json()
    assert answered.status == status
    assert (said if status == 200 else said["code"]) == told
    assert "x-request-id" in answered.headers
    assert (status == 401) == ("www-authenticate" in answered.headers)


def test_another_method_of_a_route_of_the_team_is_refused_as_a_problem(folder, keys, upstreams):
    with Bff(folder, upstreams, **keys) as bff:
        answered = bff.send("/team/seen", {})
    assert answered.status == 405
    assert answered.headers["allow"] == "GET"
    assert answered.json()["code"] == "method-not-allowed"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            TEAM.replace(", dependencies=[Depends(public)]", ""),
            "`/team/seen` of hooks depends neither on `caller` nor on `public`",
        ),
        (
            # The path is made when the module runs, so that no build can tell.
            TEAM.replace('prefix="/team"', 'prefix="/".join(["", "products"])').replace(
                '"/seen"', '"/{any_one}"'
            ),
            "`/products/{any_one}` of hooks is a path of the contract",
        ),
        (
            TEAM.replace(
                "routers = [router]",
                "outer = APIRouter()\nouter.include_router(router)\nrouters = [outer]",
            ),
            "`a router inside another` of hooks is no route of FastAPI that says who may call it",
        ),
    ],
)
def test_a_bff_whose_team_routes_do_not_say_who_may_call_them_does_not_start(
    tmp_path, keys, upstreams, wrong, told
):
    outcome = outcome_of({**PACKAGE, "team.py": wrong})
    assert outcome.findings == ()
    folder = plant(outcome.clients[0].tree, tmp_path)
    environment = {
        "BFF_UPSTREAM_CATALOG_URL": upstreams["BFF_UPSTREAM_CATALOG_URL"],
        **keys,
        "BFF_ALLOW_PLAIN_UPSTREAMS": "1",
        "BFF_PORT": str(free_port()),
        "PYTHONPATH": str(folder),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "web_bff"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode != 0
    assert told in ended.stderr


def test_type_checkers_hold_both_against_what_is_generated(folder, tmp_path_factory):
    wrong = {**PACKAGE, "held.py": HELD.replace("settings: Settings", "settings: int")}
    wrong["held.py"] = wrong["held.py"].replace("settings.port", "settings")
    outcome = outcome_of(wrong)
    root = folder.parent
    plant(outcome.clients[0].tree, root / "wrong")
    cache = tmp_path_factory.mktemp("cache")
    assert mypy(folder, cache) == set()
    assert mypy(root / "wrong", cache) == {"app.py"}
    assert pyright(root, ("web", "wrong")) == {"web": set(), "wrong": {"app.py"}}
