"""Every composition of tests/cases that builds is run: its answers are held to its contract.

Each BFF is asked for each of its operations by requests that its contract lets through, over
upstreams that obey theirs; each answer is held to the file that the client's author wrote
(`letter.py`), by status, media type, headers and body. A sample of draws runs in CI;
`BFFGEN_RIGHT_CASES=200` makes it 200 draws of each operation.
"""

import asyncio
import json
import os
from collections import Counter
from dataclasses import dataclass
from random import Random

import pytest

from bffgen.model.client import Credentials
from bffgen.model.names import package_name
from bffgen.model.security import ApiKey
from bffgen.model.spelling import token_setting, upstream_setting, variable
from bffgen.verify.keys import asks_for_credentials, caller, new_key, seals_cursors
from tests.e2e.drawn_requests import Requests
from tests.e2e.in_process import asked_here
from tests.e2e.letter import Letter
from tests.e2e.obeying import Obeying, Play
from tests.test_case_packages import WRITTEN
from tests.test_cases import ROOT, fresh_copy
from tests.workspaces import built, plant

DRAWS = int(os.environ.get("BFFGEN_RIGHT_CASES", "10"))
# What the draws take turns in.
PLAYS = (Play.PLAIN, Play.BARE, Play.VARIED, Play.FAILING, Play.VARIED)
STOREFRONT = ("web", "mobile", "partner", "admin")
RIGHT = [each.name for each in WRITTEN] + [f"storefront/{each}" for each in STOREFRONT]
BY_NAME = {each.name: each for each in WRITTEN}

# Operations that need not answer a 2xx, and may fail where all obey, each with its reason.
FAIL = {
    "composition/streams/events GET /events": "streams are not composed: 501",
    "composition/streams/events GET /export": "as the one above",
    "composition/streams/events GET /chat": "as the one above",
    "composition/hooks/without-a-composition GET /orders/{id}": "its function is not written: 501",
    "composition/hooks/without-a-composition-and-hooks GET /orders/{id}": "as the one above",
    "composition/hooks/raw POST /labels": "its function answers 204, which is not declared",
    "composition/hooks/raw POST /pages": "its function is not written: 501",
    "composition/warnings/answers-that-no-value-fits GET /products/{id}": "no upstream can obey",
    "storefront/web POST /orders": "asks for prices as they are quoted; tests/e2e/test_orders.py",
}
# Patterns that jsonschema-rs does not take, by case.
UNJUDGED = {"composition/bounds/trust-by-default": [r"^(?<n>p).*\k<n>$"]}
# What a build warns of where a body of an upstream may turn out to be outside the client's bounds,
# or an argument outside the upstream's: it is refused then, by 502 (COMPOSITION.md 12).
MAY_REFUSE = {"compose-bound", "compose-type-unknown"}
# What a contract admits and HTTP does not carry: an empty step of a path, a header beyond ASCII.
UNCARRIED = ("refused-value", "characters beyond printable ASCII")


def workspace_of(name, folder):
    """Lay a workspace into a folder; gives the client that is asked."""
    if name.startswith("storefront/"):
        for path in (ROOT / "contracts").rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                there = folder / path.relative_to(ROOT)
                there.parent.mkdir(parents=True, exist_ok=True)
                there.write_bytes(path.read_bytes())
        return name.removeprefix("storefront/")
    fresh_copy(BY_NAME[name], folder)
    return "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one request came to, for whoever reads a failure."""

    operation: str
    draw: int
    play: Play
    request: object
    status: int
    said: bytes
    calls: tuple
    log: str

    def __str__(self):
        calls = "\n".join(f"    {call} -> {answer}" for call, answer in self.calls)
        request = f"draw {self.draw} ({self.play}) of {self.request}"
        return f"{request}\n{calls}\n  {self.said!r}\n  {self.log}"


class Case:
    """A BFF that is asked, with all that it is held to."""

    def __init__(self, name, folder):
        who = workspace_of(name, folder)
        tree = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        outcome, made = built(tree, who, late={})
        assert made is not None, outcome.findings
        self.workspace = outcome.workspace
        self.name = name
        self.client = next(each for each in outcome.workspace.clients if each.name == who)
        self.warned = {each.rule for each in outcome.findings}
        self.bff = plant(made, folder / "bff")
        self.letter = Letter(folder / "contracts" / "clients" / who / "openapi.yaml")
        self.requests = Requests(self.client)
        self.keys = {new_key(): each for each in callers(self.client)}
        self.folder = folder

    def environment(self):
        found = {"BFF_CURSOR_KEYS": new_key()} if seals_cursors(self.client) else {}
        if asks_for_credentials(self.client):
            path = self.folder / "keys.json"
            path.write_text(json.dumps(self.keys))
            found |= {"BFF_TEST_KEYS_FILE": str(path), "BFF_ALLOW_TEST_KEYS": "1"}
        for each in self.workspace.upstreams:
            found[variable(upstream_setting(each.name))] = f"http://{each.name}.test"
            if each.credentials is Credentials.SERVICE:
                found[variable(token_setting(each.name))] = "a-token-of-the-bff"
        # What is kept would hide what an upstream does.
        return {**found, "BFF_CACHE_BYTES": "0B"}

    def request(self, operation, rng, draw):
        """Draw a request; gives its headers with a caller's credentials among them."""
        drawn = self.requests.draw(operation, rng, given=self.given(operation, draw))
        target, headers = drawn.target, list(drawn.headers)
        ways = operation.security or ()
        # Who may do everything, and now and then who may do what the contract asks for.
        key = list(self.keys)[draw % 4 == 3]
        for scheme_name, _ in rng.choice(ways) if ways else ():
            scheme = self.client.api.scheme(scheme_name)
            match scheme.location if isinstance(scheme, ApiKey) else "bearer":
                case "query":
                    target += f"{'&' if '?' in target else '?'}{scheme.parameter}={key}"
                case "cookie":
                    headers.append(("Cookie", f"{scheme.parameter}={key}"))
                case "header":
                    headers.append((scheme.parameter, key))
                case _:
                    headers.append(("Authorization", f"Bearer {key}"))
        return drawn.method, target, headers, drawn.body

    def given(self, operation, draw):
        """Give the parameters that are not drawn: keys of writes are new, cursors are none."""
        names = {operation.operation_id, operation.key}
        answered = next(
            (e for e in self.client.composition.operations if e.operation in names), None
        )
        found = {}
        if answered is not None and answered.idempotency is not None:
            found[answered.idempotency.header] = f"drawn-{draw}-{new_key()}"
        if answered is not None and seals_cursors(self.client):
            pages = answered.paginate or (answered.implement and answered.implement.pages)
            if pages:
                found[pages.cursor.steps[-1].name] = None
        return found

    async def ask_all(self, log):
        """Ask for every operation; gives what was asked and answered.

        Args:
            log: what the BFF logs, as `caplog`.
        """
        playing, calls, found = {}, [], []

        def upstream(host, method, path, query, headers, body):
            answer = playing[host.removesuffix(".test")].answer(method, path, query, headers, body)
            calls.append(((method, host, path, query, body), answer))
            return answer

        package = package_name(self.client.name)
        async with asked_here(self.bff, package, self.environment(), upstream) as ask:
            for draw in range(DRAWS):
                play = PLAYS[draw % len(PLAYS)]
                for each in self.workspace.upstreams:
                    playing[each.name] = Obeying(each, draw, play)
                for operation in self.client.requests.operations:
                    calls.clear()
                    log.clear()
                    request = self.request(operation, Random(f"{draw}{operation.key}"), draw)
                    answer = await ask(*request)
                    asked = Asked(
                        operation=operation.key,
                        draw=draw,
                        play=play,
                        request=request,
                        status=answer.status,
                        said=answer.body,
                        calls=tuple(calls),
                        log="\n".join(map(logged, log.records)),
                    )
                    refused = [said for each in playing.values() for said in each.refused]
                    self.hold(operation, answer, asked, refused)
                    found.append(asked)
        return found

    def hold(self, operation, answer, asked, refused):
        """Hold an answer to the contract; where upstreams obey, it is none of their failures."""
        faults = self.letter.faults(
            operation.method, operation.path, answer.status, answer.headers, answer.body
        )
        assert not faults, f"{faults}\n{asked}"
        if f"{self.name} {operation.key}" in FAIL:
            return
        if not self.warned & MAY_REFUSE and not any(each in asked.log for each in UNCARRIED):
            assert not refused, f"sent what no upstream takes: {refused}\n{asked}"
            is_failure = answer.status >= 500 and asked.play is not Play.FAILING
            assert not is_failure, f"a failure where all obey\n{asked}"


def callers(client):
    """Give who may do everything, and who may do what the contract itself asks for alone."""
    everything = caller(client)
    named = {
        name
        for operation in client.api.operations
        for way in operation.security or ()
        for _, names in way
        for name in names
    }
    plain = {
        **everything,
        "sub": "plain",
        "scopes": [each for each in everything["scopes"] if each in named],
        "roles": [each for each in everything["roles"] if each in named],
    }
    return everything, plain


def logged(record):
    """Give what a record of a BFF's log says."""
    return f"{record.getMessage()} {getattr(record, 'bff_fields', '')}"


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_answered_is_what_the_contract_says(name, tmp_path, caplog):
    case = Case(name, tmp_path)
    assert case.letter.unjudged == UNJUDGED.get(name, [])

    found = asyncio.run(case.ask_all(caplog))

    operations = [each.key for each in case.client.requests.operations]
    answered = Counter(each.operation for each in found)
    assert answered == dict.fromkeys(operations, DRAWS)
    reached = {each.operation for each in found if 200 <= each.status < 300}
    lacking = {f"{name} {each}" for each in operations if each not in reached}
    assert lacking <= FAIL.keys()
    assert {each for each in FAIL if each.startswith(f"{name} ")} <= {
        f"{name} {each}" for each in operations
    }
    print(f"{name}: {len(operations)} operations, {len(found)} answers")


def test_the_cases_are_many():
    assert len(RIGHT) >= 150
