"""Ledgers in memory: the files of one client's folder, read as they are read from a disk.

In:  versions with their days, events as mappings, counts by channel and day.
Out: files by path; the Ledger, Policy and LiveSet that are read of them.
"""

import json
from datetime import date, timedelta

from bffgen.contract.ledger import read_ledger
from bffgen.contract.policy import read_policy
from bffgen.govern.live import live_set
from bffgen.model.calendar import read_as_of
from bffgen.model.place import Place

CLIENT = "app"
FOLDER = f"contracts/clients/{CLIENT}"
TODAY = "2026-12-03"
FAMILIES = ("browser", "app-store", "third-party", "internal")


def release(version, released, **more):
    """Write release.yaml; of a version `1.1.0` that follows nothing unless it is said."""
    return {
        "format": "release/1",
        "client": CLIENT,
        "version": version,
        "stage": "production",
        "released": f"{released}T09:00:00Z",
        "contract_sha256": "0" * 64,
        "previous": None,
        "reads_as": {"decoder": {}},
        "promises": None,
        **more,
    }


def event(kind, day, **fields):
    return {"format": "event/1", "event": kind, "at": f"{day}T10:00:00Z", "by": "ci", **fields}


def build(channel, name, version, day, **more):
    return event("build", day, channel=channel, build=name, release=version, **more)


def deploy(day, *versions):
    return event("deploy", day, serves=list(versions))


def counts(shares, *, last="2026-12-02", days=30, unknown=0.0, one_day=None, total=10_000):
    """Write usage.json of the channel `ios`: shares of builds and of the unknown, per cent.

    Args:
        one_day: (how many days before the last, build, share): a day that is not as the others.
    """
    newest = date.fromisoformat(last)
    every = [newest - timedelta(days=number) for number in range(days)]

    def by_day(share, build=None):
        found = {each.isoformat(): round(total * share / 100) for each in every}
        if one_day and build == one_day[1]:
            found[every[one_day[0]].isoformat()] = round(total * one_day[2] / 100)
        return found

    builds = {name: {"devices_by_day": by_day(share, name)} for name, share in shares.items()}
    return {
        "format": "usage/1",
        "client": CLIENT,
        "source": {"kind": "csv", "sha256": "ab" * 32},
        "window": {"from": every[-1].isoformat(), "to": last},
        "coverage": 1 - unknown / 100,
        "builds": {"ios": builds},
        "unknown": {"ios": {"devices_by_day": by_day(unknown)}},
        "devices_by_day": {"ios": {each.isoformat(): total for each in every}},
    }


def files(releases=(), events=(), usage=None):
    written = {f"releases/{each['version']}/release.yaml": each for each in releases}
    written |= {
        f"events/{number:03}-{each['event']}.yaml": each for number, each in enumerate(events)
    }
    if usage is not None:
        written["evidence/usage.json"] = usage
    return {f"{FOLDER}/{path}": json.dumps(value).encode() for path, value in written.items()}


def ledger_of(written):
    """Read a ledger that has no fault."""

    def read(path):
        if path not in written:
            raise FileNotFoundError(path)
        return written[path]

    def below(folder):
        return sorted(path for path in written if path.startswith(f"{folder}/"))

    ledger, found = read_ledger(read, below, CLIENT)
    assert found == ()
    return ledger


def policy_of(family, **more):
    place = Place(document=f"{FOLDER}/policy.yaml")
    policy, found = read_policy({"format": "policy/1", "family": family, **more}, place, CLIENT)
    assert found == ()
    return policy


def live(family, releases, events=(), usage=None, *, as_of=TODAY, **policy):
    ledger = ledger_of(files(releases, events, usage))
    return live_set(ledger, policy_of(family, **policy), read_as_of(as_of))


def versions(found):
    return [each.release.version for each in found.live]
