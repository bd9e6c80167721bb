"""A client in the field: a workspace whose releases, events and counts are made step by step.

In:  a family; changes of one small contract; days.
Out: commands run as people run them, on the days on which they would.
How: the contract is that of RELEASES.md 13: `GET /home` (`id`, `badge`, `state`), `POST /cart`
     (`sku`, `note`) and `GET /legacy`.
"""

import copy
import json

PROBLEM = {
    "description": "Not answered.",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}
CLIENT = "app"
FAMILIES = ("browser", "app-store", "third-party", "internal")


def answered(schema):
    return {
        "200": {"description": "Found.", "content": {"application/json": {"schema": schema}}},
        "default": PROBLEM,
    }


def contract():
    """Give the contract that everything begins with."""
    home = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string"},
            "badge": {"type": "string"},
            "state": {"type": "string", "enum": ["a", "b"]},
        },
    }
    cart = {
        "type": "object",
        "required": ["sku"],
        "properties": {"sku": {"type": "string"}, "note": {"type": "string"}},
    }
    legacy = {"type": "object", "properties": {"id": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "App", "version": "1.0.0"},
        "servers": [{"url": "https://app.shop.example"}],
        "security": [],
        "paths": {
            "/home": {"get": {"operationId": "getHome", "responses": answered(home)}},
            "/cart": {
                "post": {
                    "operationId": "addToCart",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": cart}},
                    },
                    "responses": answered({"type": "object"}),
                }
            },
            "/legacy": {"get": {"operationId": "getLegacy", "responses": answered(legacy)}},
        },
    }


def home(document):
    return schema_of(document["paths"]["/home"]["get"]["responses"]["200"])


def cart(document):
    return schema_of(document["paths"]["/cart"]["post"]["requestBody"])


def schema_of(holder):
    return holder["content"]["application/json"]["schema"]


def put(document, where, value):
    """Put a value at a path of keys; `...` removes what stands there."""
    here = document
    *above, last = where
    for key in above:
        here = here[key]
    if value is ...:
        del here[last]
    else:
        here[last] = value


LEGACY = ("paths", "/legacy", "get")


class Field:
    """One client, its contract and its ledger."""

    def __init__(self, folder, bffgen, family, **policy):
        self.folder = folder
        self._bffgen = bffgen
        self.family = family
        self.document = contract()
        self.write("bffgen.yaml", {"format": "bffgen/1", "clients": [CLIENT], "upstreams": {}})
        self.policy(**policy)

    @property
    def client(self):
        return self.folder / "contracts/clients" / CLIENT

    def write(self, name, value):
        path = self.folder / "contracts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1))

    def policy(self, **more):
        said = {"format": "policy/1", "family": self.family, **more}
        self.write(f"clients/{CLIENT}/policy.yaml", said)

    def change(self, *changes):
        """Change the candidate: (keys.., value) each."""
        for *where, value in changes:
            put(self.document, where, copy.deepcopy(value))
        self.write(f"clients/{CLIENT}/openapi.yaml", self.document)

    def run(self, *args, **environ):
        return self._bffgen(*args, folder=self.folder, **environ)

    def release(self, version, day, *flags, code=0):
        """Release the candidate on a day, whatever the gate says if `code` is None."""
        self.change()
        found = self.run(
            "release", CLIENT, "--version", version, "--as-of", day, "--by", "ci", *flags
        )
        if code is not None:
            assert found[0] == code, found
        return found

    def run_blind(self, version, day):
        """Freeze the candidate, whatever the gate says: somebody has switched it off."""
        path = self.client / "policy.yaml"
        policy = path.read_text()
        loud = {each: "off" for each in ("wire", "source", "lifecycle")}
        path.write_text(json.dumps({**json.loads(policy), "severity": loud}))
        self.change()
        found = self.run("release", CLIENT, "--version", version, "--as-of", day, "--by", "ci")
        path.write_text(policy)
        assert found[0] == 0, found
        assert f"{version} is frozen" in found[1], found

    def event(self, kind, day, **members):
        folder = self.client / "events"
        folder.mkdir(exist_ok=True)
        number = len(list(folder.iterdir()))
        said = {"format": "event/1", "event": kind, "at": f"{day}T10:00:00Z", "by": "ci", **members}
        (folder / f"{day}-{kind}-{number}.yaml").write_text(json.dumps(said))

    def ship(self, version, day):
        """Bring a release to the field in the way of the family."""
        if self.family == "app-store":
            self.event("build", day, channel="ios", build=version, release=version)
        else:
            self.event("deploy", day, serves=[version])

    def waive(self, fingerprint, versions, operations, until="2027-01-01"):
        self.write(
            f"clients/{CLIENT}/waivers/{fingerprint}.yaml",
            {
                "format": "waiver/1",
                "finding": fingerprint,
                "releases": list(versions),
                "operations": list(operations),
                "reason": "accepted",
                "owner": "lead",
                "created": "2026-01-01" if until < "2026-06" else "2026-10-01",
                "expires": until,
            },
        )

    def count(self, usage):
        path = self.client / "evidence/usage.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(usage))

    def check(self, day, *flags):
        """Give exit code and findings: (rule, severity, {version: (verdict, licences)})."""
        self.change()
        code, out, err = self.run("check", CLIENT, "--as-of", day, "-f", "json", *flags)
        if not out:
            return code, [], err
        told = json.loads(out)
        return code, told["findings"], err

    def verdicts(self, day, *flags):
        """Give the worst verdict of each rule that is not safe."""
        _, found, _ = self.check(day, *flags)
        worst = {}
        for each in found:
            for release in each["releases"]:
                order = ("pass", "warn", "block")
                first = worst.get(each["rule"], "pass")
                worst[each["rule"]] = max(first, release["verdict"], key=order.index)
        return worst

    def releases(self, day, rule, *flags):
        """Give what a rule means to each release: {version: (verdict, licences)}."""
        _, found, _ = self.check(day, *flags)
        return {
            release["version"]: (release["verdict"], *release["licences"])
            for each in found
            if each["rule"] == rule
            for release in each["releases"]
        }
