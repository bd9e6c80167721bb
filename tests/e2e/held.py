"""A BFF that is asked for all that it answers, and held to its contract.

In:  the files of a workspace that builds, and which client of it.
Out: what was asked and answered; an AssertionError for an answer outside the client's contract,
     and, where upstreams obey theirs, for a failure or for a call that an upstream does not take.
How: in this process (`in_process.py`), over upstreams that obey (`obeying.py`), by requests that
     are drawn (`drawn_requests.py`), against the file that the client's author wrote (`letter.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bffgen.model.client import Credentials
from bffgen.model.names import package_name
from bffgen.model.security import ApiKey
from bffgen.model.spelling import token_setting, upstream_setting, variable
from bffgen.verify.keys import asks_for_credentials, caller, new_key, seals_cursors
from tests.e2e.drawn_requests import Requests
from tests.e2e.in_process import asked_here
from tests.e2e.letter import Letter
from tests.e2e.obeying import Obeying, Play
from tests.workspaces import built, plant

# What the draws take turns in.
PLAYS = (Play.PLAIN, Play.BARE, Play.VARIED, Play.FAILING, Play.VARIED)
# What a build warns of where a body of an upstream may turn out to be outside the client's bounds,
# or an argument outside the upstream's, or where no upstream can obey: then it is refused, by 502
# (COMPOSITION.md 12).
MAY_REFUSE = {"compose-bound", "compose-type-unknown", "compose-schema-unsatisfiable"}
# What a contract admits and HTTP does not carry: an empty step of a path, a header beyond ASCII.
UNCARRIED = ("refused-value", "characters beyond printable ASCII")


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


class Held:
    """A BFF that is asked, with all that it is held to.

    Args:
        tree: the files of its workspace.
        folder: where they are laid, and what is built of them.
        fail: operations that may fail where all obey.
        settings: of the BFF, beside addresses, callers and keys.
    """

    def __init__(
        self, tree, who, folder, *, fail=frozenset(), settings: Mapping[str, str] | None = None
    ):
        outcome, made = built(tree, who, late={})
        assert made is not None, outcome.findings
        for path, content in tree.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        self.workspace = outcome.workspace
        self.fail, self.settings = fail, settings or {}
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
        return {**found, "BFF_CACHE_BYTES": "0B", **self.settings}

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

    async def ask_all(self, draws, log):
        """Ask for every operation; gives what was asked and answered.

        Args:
            draws: how often each is asked for.
            log: what the BFF logs, as `caplog`.
        """
        playing, calls, found = {}, [], []

        def upstream(host, method, path, query, headers, body):
            answer = playing[host.removesuffix(".test")].answer(method, path, query, headers, body)
            calls.append(((method, host, path, query, body), answer))
            return answer

        package = package_name(self.client.name)
        async with asked_here(self.bff, package, self.environment(), upstream) as ask:
            for draw in range(draws):
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
        if operation.key in self.fail:
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
