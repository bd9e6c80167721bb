"""The lineage of the storefront names what its generated BFFs do, over fakes of its upstreams.

Each value of each upstream's answer is changed in turn, as tests/compose/test_lineage_exact.py does
with drawn contracts, and the same two sentences are held. Other calls are answered as before,
whatever they ask, so that only what is read of the changed answer shows.
"""

import asyncio
import importlib
import json
from urllib.parse import urlsplit

import pytest

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.lineage import EACH
from bffgen.proof.validate import is_valid
from bffgen.tasks.dev import fakes
from bffgen.verify.request import match, templates
from tests.compose.test_lineage_exact import Held

ASKED = [
    ("web", "getProductPage", {"product_id": "lamp-1001", "currency": "EUR"}),
    ("web", "searchProducts", {"q": "lamp", "limit": 3, "currency": "EUR"}),
    ("web", "getCategory", {"category_id": "lights"}),
    ("mobile", "getProduct", {"id": "lamp-1001"}),
    ("mobile", "listProducts", {"q": "lamp", "limit": 3}),
    ("mobile", "listMore", {"id": "lamp-1001"}),
    ("partner", "getProduct", {"product_id": "lamp-1001", "currency": "EUR"}),
    ("admin", "getProduct", {"product_id": "lamp-1001", "currency": "EUR"}),
    ("admin", "getOrder", {"order_id": "o-2026-1001"}),
    ("web", "getOrder", {"order_id": "o-2026-1001"}),
]
SEEDS = (1, 2)
# Whom admin shows what it does not show to all.
ROLES = ["buying", "finance", "support"]


@pytest.fixture(scope="module")
def workspace(root):
    def below(folder):
        found = (each for each in (root / folder).rglob("*") if each.is_file())
        return [each.relative_to(root).as_posix() for each in found]

    return read_workspace(lambda path: (root / path).read_bytes(), below=below)[0]


class Upstreams:
    """Fakes that are asked in the process; what an operation has answered may be put by hand."""

    def __init__(self, workspace, package, seed):
        self.response = importlib.import_module(f"{package}.runtime.transport").UpstreamResponse
        self.apis = {each.name: each.api for each in workspace.upstreams}
        self.fakes = fakes(workspace, self.apis, seed=seed)
        self.put = {}
        self.answered = {}

    async def fetch(self, request, *, until, max_body):
        url = urlsplit(request.url)
        upstream = url.netloc
        matched = match(templates(self.apis[upstream]), request.method, url.path)
        # Two sources of one operation are told apart by what they ask beside their keys.
        sent = json.loads(request.body) if request.body else {}
        plain = {name: each for name, each in sent.items() if not isinstance(each, list)}
        key = (upstream, matched.operation.name, url.query, json.dumps(plain, sort_keys=True))
        if key not in self.put:
            headers = {name.lower(): value for name, value in request.headers}
            said = self.fakes[upstream].answer(
                request.method, url.path, url.query, headers, request.body or b""
            )
            assert said.status == 200, said
            self.put[key] = json.loads(said.body)
        self.answered[key] = self.put[key]
        body = json.dumps(self.put[key]).encode()
        return self.response(status=200, headers={"Content-Type": "application/json"}, body=body)

    def takes(self, key, body):
        """Say whether an upstream's contract lets it answer so."""
        operation = self.apis[key[0]].operation(key[1])
        pointer = operation.response("200").content[0].schema_pointer
        return is_valid(self.apis[key[0]].meaning, pointer, body)


class Asked:
    """An operation of a generated BFF, asked in the process."""

    def __init__(self, client, operation, given, upstreams):
        self._package = f"{client}_bff"
        words = "".join(f"_{each.lower()}" if each.isupper() else each for each in operation)
        name = operation[:1].upper() + operation[1:]
        self._plan = getattr(self._of("plans"), words)
        request = getattr(self._of("models"), f"{name}Request")
        missing = self._of("runtime.body").MISSING
        fields = request.__dataclass_fields__
        self._request = request(**{each: given.get(each, missing) for each in fields})
        service = self._of("runtime.upstream").Service
        services = {each: service(each, f"http://{each}", upstreams) for each in upstreams.apis}
        self._calls = getattr(self._of(f"sources.{words}"), f"{name}Calls")(services)
        self._identity = self._of("identity").Identity(sub="one", scopes=[], roles=ROLES)
        self._faults = (self._of("runtime.fetch").UpstreamFailed,)

    def _of(self, module):
        return importlib.import_module(f"{self._package}.{module}")

    async def ask(self):
        """Give the answer; None where it is refused."""
        ends_at = asyncio.get_running_loop().time() + 60
        exchange, trace = self._of("runtime.exchange"), self._of("runtime.trace")
        made = exchange.Exchange(arrived_at=ends_at, trace=trace.Trace(()))
        made.ends_at = ends_at
        exchange.EXCHANGE.set(made)
        writes = self._of("runtime.writes").Writes()
        call = self._of("runtime.call").Call(
            ends_at=ends_at, writes=writes, identity=self._identity
        )
        try:
            answer = await self._plan(self._request, self._calls, call)
        except self._faults:
            return None
        except Exception as fault:
            if self._of("runtime.body").broken_members(fault) is None:
                raise
            return None
        return json.loads(self._of("runtime.answer").respond(answer).body)


def others(value):
    """Give values like this one; which its schema takes, is asked."""
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from (value + 1, value - 1, value + 0.01, 0)
        case str():
            yield from (f"{value}x", f"{value[:-1]}", f"{value[:-1]}9", f"{value[:-1]}8", "newest")
            yield from ("ACTIVE", "RETIRED", "SIMILAR", "BOUGHT_TOGETHER", "EUR", "USD")
            yield from ("2024-02-29T23:59:59Z", "https://example.com/other")


def changes(value, way=(), put=None):
    """Give (way, whether something went, candidates of the whole with one value changed)."""
    put = put or (lambda made: made)
    if isinstance(value, dict):
        for name, below in value.items():

            def inside(made, name=name):
                return put({**value, name: made})

            rest = {key: each for key, each in value.items() if key != name}
            yield (*way, name), True, [put(rest)]
            yield from changes(below, (*way, name), inside)
    elif isinstance(value, list):
        if value:
            yield way, True, [put(value[:-1])]
        for number, each in enumerate(value):

            def at(made, number=number):
                return put([*value[:number], made, *value[number + 1 :]])

            yield from changes(each, (*way, EACH), at)
    else:
        yield way, False, [put(each) for each in others(value) if each != value]


@pytest.mark.parametrize(("client", "operation", "given"), ASKED)
def test_a_changed_value_changes_what_the_lineage_names(
    client, operation, given, workspace, root, monkeypatch
):
    monkeypatch.syspath_prepend(root / "generated" / client)
    (found,) = [each for each in workspace.clients if each.name == client]
    plan, _ = plan_client(found, workspace)
    held = Held(lineage(client, plan).operation(operation))

    async def hold(seed):
        upstreams = Upstreams(workspace, f"{client}_bff", seed)
        asked = Asked(client, operation, given, upstreams)
        before = await asked.ask()
        assert before is not None
        answered = dict(upstreams.answered)
        for key, body in answered.items():
            sources = [
                each.name
                for each in held.operation.sources
                if (each.upstream, each.operation) == key[:2]
            ]
            for way, went, bodies in changes(body):
                made = next((each for each in bodies if upstreams.takes(key, each)), None)
                if made is None:
                    continue
                upstreams.put[key] = made
                after = await asked.ask()
                upstreams.put[key] = body
                if after is not None:
                    held.hold(sources, way, before, after, went=went, said=f"{body} became {made}")

    for seed in SEEDS:
        asyncio.run(hold(seed))
    assert held.tried, "nothing was changed"
    assert held.never_shown() == []
