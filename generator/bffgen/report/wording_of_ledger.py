"""What is said of a client's ledger: what was frozen, what events name, what is odd.

In:  nothing.
Out: LEDGER, rows of the table of `wording.py`.
"""

from typing import Final

from bffgen.report.template import Wording

LEDGER: Final[dict[str, Wording]] = {
    "ledger-tampered": Wording(
        head=("{path} is not what release {version:tick} wrote down of it",),
        label="the digest of something else",
        help=("revert {path}: what was frozen never changes; release a further version instead",),
    ),
    "ledger-not-canonical": Wording(
        head=("the contract of {version:tick} is not as `bffgen release` writes one",),
        label="not canonical",
        help=("put back what was frozen, or freeze it again as another version",),
    ),
    "ledger-chain-broken": Wording(
        head=(
            "release {version:tick} follows {previous:tick}, which is not older",
            "release {version:tick} follows nothing, and others were frozen before it",
        ),
        label="not an older release",
        second="released here",
        help=("remove the folder of the later one and release it again",),
    ),
    "ledger-fork": Wording(
        head=("releases {other:tick} and {version:tick} both follow {previous:tick}",),
        label="follows it too",
        second="followed it first",
        help=(
            "remove the folder that the target branch lacks, and run `bffgen release` again: two"
            " people released at once",
        ),
    ),
    "ledger-unknown-name": Wording(
        head=("no {kind} is called {name:tick}",),
        label="not {kind:a} here",
        help=(
            "freeze it first: {fresh}; or write {nearest:tick}, if that is what was meant",
            "freeze it first: {fresh}; there are {known}",
            "freeze it first: {fresh}",
            "write {nearest:tick}, or see that the name is declared",
            "write one of {known}",
            "declare the {kind} first",
        ),
    ),
    "ledger-build-twice": Wording(
        head=("build {build:tick} of {channel} ships release {version:tick} and {other:tick}",),
        label="another release",
        second="shipped the first here",
        help=("remove the event that is wrong: a build ships one release",),
    ),
    "ledger-beta-in-production": Wording(
        head=("{version:tick} is a beta, and this is production",),
        label="a beta",
        help=("release it with `--stage production`, or say `stage: beta` of the build",),
    ),
    "ledger-yanked-in-use": Wording(
        head=("{version:tick} was yanked, and is in use",),
        label="yanked",
        second="yanked here",
        help=("remove the yank: what was out cannot be taken back, only retired",),
    ),
    "ledger-fact-removed": Wording(
        head=("{path} is gone, which {ref} has",),
        label="no longer there",
        help=("bring the file back: `git checkout {ref} -- {path}`; facts are added, never lost",),
    ),
    "ledger-fact-changed": Wording(
        head=("{path} is not what it is at {ref}",),
        label="changed",
        help=("bring the file back: `git checkout {ref} -- {path}`, and add a further fact",),
    ),
    "ledger-strange-file": Wording(
        head=("{path} is no event",),
        label="not an event",
        help=("move the file out of the folder, or call it `DAY-KIND-WHAT.yaml`",),
    ),
    "release-without-build": Wording(
        head=("no build of release {version:tick} is known, so it counts as live",),
        label="no build of it",
        help=(
            "say which build ships it: `bffgen event build`; or yank it: `bffgen release --yank`",
        ),
    ),
    "retired-but-seen": Wording(
        head=("release {version:tick} is retired, and {build} is still {share} of its channel",),
        label="retired",
        help=("expect their requests to fail, or give them a longer life with a new release",),
    ),
    "support-over": Wording(
        head=("the support of {build} ended on {since}, and its release {version:tick} is live",),
        label="out of support",
        help=(
            "see who is left: `bffgen can-retire`; retire it, or renew it: `bffgen event renew`",
        ),
    ),
    "deprecated-without-sunset": Wording(
        head=(
            "this {of} is deprecated for {also:tick} too, and nobody has announced when it goes",
            "this {of} is deprecated, and nobody has announced when it goes",
        ),
        label="no event says until when",
        help=("announce it: `bffgen deprecate`; or take the mark out",),
    ),
    "sunset-before-deprecation": Wording(
        head=("{target} goes on {sunset}, and that it does is announced on {announced}",),
        label="not after the announcement",
        second="announced here",
        help=("put the sunset behind the announcement (RFC 9745, 4)",),
    ),
    "sunset-too-near": Wording(
        head=("the notice for {target} is too short: {owed}",),
        label="too soon",
        help=("announce a later day, or have the consent of who is told too late",),
    ),
    "notice-below-policy": Wording(
        head=("{party} had {notice} of notice for {target}, and is owed {owed} today",),
        label="less than the policy has",
        second="owed by this policy",
        help=("announce it anew with what is owed: `bffgen deprecate`",),
    ),
    "sunset-moved-earlier": Wording(
        head=("{target} goes on {sunset}, and {before} was announced",),
        label="earlier than announced",
        second="announced before",
        help=("keep the day that was announced, or have the consent of every party",),
    ),
    "sunset-in-contract-differs": Wording(
        head=("the contract says that {target} goes on {contract}, and the ledger on {event}",),
        label="another day",
        second="announced for this day",
        help=("write the day of the event, or announce the other one: `bffgen deprecate`",),
    ),
    "removal-overdue": Wording(
        head=("{target} was to go on {sunset}, and is still there",),
        label="still there",
        second="its sunset",
        help=("remove it, or announce a later day: `bffgen deprecate`",),
    ),
    "version-bump-too-small": Wording(
        head=("what changed since {newest} asks for a {wanted} version, and this is {version}",),
        label="too small a step",
        help=("raise `info.version`; `bffgen release --version auto` finds the smallest",),
    ),
    "reintroduced-different": Wording(
        head=("{kind} {name:tick} comes back with another meaning than in {versions:all}",),
        label="it meant something else",
        help=(
            "take another name: caches, stored payloads and apps that are installed again know the"
            " former one",
        ),
    ),
    "deprecated-upstream-used": Wording(
        head=(
            "the sunset of {what} was on {passed}, and it is used",
            "{what} is deprecated and goes on {sunset}",
            "{what} is deprecated, and nobody says when it goes",
        ),
        label="used here",
        second="deprecated here",
        help=(
            "leave it at once: since {passed} the service need not have it any more",
            "move to what takes its place before {sunset}",
            "move to what takes its place, and ask the team of {upstream:tick} for a sunset",
        ),
    ),
    "policy-weakened": Wording(
        head=("{what} is {now}, and was {before}: this policy promises less",),
        label="was {before}",
        help=(
            "keep what was promised; a change of policy that is meant has a commit of its own, and"
            " changes nothing of what is released",
        ),
    ),
}
