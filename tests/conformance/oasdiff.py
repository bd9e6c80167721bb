"""Parity with oasdiff: its own test cases, forward and reversed, judged by us and held against it.

In:  `oasdiff.jsonl.gz` of the corpora, oasdiff_ids.yaml, disagreements.yaml.
Out: a Run for each case and direction; where it and we part, and the class of each such case.
How: an error there is a break, everything else is none; here the effect `breaks` is. What it says
     of versions is left out. Where both find something, each id of it is told by a rule of its row.

`python -m tests.conformance.oasdiff` prints the classes, each with its count.
"""

import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from bffgen.compat.compare import compare
from bffgen.compat.rule import rules
from bffgen.contract.side import read_sides
from bffgen.contract.source import Source
from bffgen.model.comparison import Payload
from bffgen.model.finding import Effect
from bffgen.model.peers import Peers
from bffgen.model.pool import Pool
from tests.conformance.corpora import Corpus, cases, folder
from tests.conformance.score import Score
from tests.conformance.witnesses import unconfirmed

NAME = "oasdiff"
HERE = Path(__file__).parent
IDS = HERE / "oasdiff_ids.yaml"
DISAGREEMENTS = HERE / "disagreements.yaml"
SIDE = "(?P<side>request|response)"
PLACE = "(?:body|property|parameter|parameter-property|header|header-property|mediatype)"
UNPROVEN = "-schema-unproven"
# Its policy of versions is not ours.
VERSIONS = re.compile("api-(major-)?version-.*")


@dataclass
class Run:
    """One case in one direction.

    Attributes:
        name: the case's id; ` reversed` behind it where the revision is the baseline.
        sides: baseline, revision.
        theirs: its changes, those about versions left out.
        ours: findings; None where a side cannot be read.
        fault: what kept a side from being read.
        cpu_s: of the comparison, seconds.
    """

    name: str
    sides: tuple
    theirs: list
    ours: tuple | None
    fault: str
    cpu_s: float

    @property
    def is_error(self):
        return any(each["level"] == "ERR" for each in self.theirs)

    @property
    def is_break(self):
        return any(each.effect is Effect.BREAKS for each in self.ours or ())

    @property
    def told(self):
        """Say how the two part: `missed` and `alone` are seen from here; empty where they agree."""
        if self.ours is None:
            return "unread"
        if self.is_error == self.is_break:
            return ""
        return "missed" if self.is_error else "alone"

    @property
    def rules(self):
        return {each.rule for each in self.ours or ()}

    @property
    def reasons(self):
        """Give why something was not decided, where nothing breaks."""
        if self.is_break:
            return []
        return [each.witness.why for each in self.ours or () if each.rule.endswith(UNPROVEN)]

    @property
    def has_payload(self):
        """Say whether a payload that a validator judged shows a break."""
        breaks = (each for each in self.ours or () if each.effect is Effect.BREAKS)
        return any(isinstance(each.witness, Payload) for each in breaks)


def runs(path):
    """Compare every case both ways; what oasdiff could not do reversed is not asked."""
    for case in cases(path):
        sides = case["base"], case["revision"]
        yield run(case["id"], sides, case["expected"])
        if case.get("expected_reverse"):
            yield run(f"{case['id']} reversed", sides[::-1], case["expected_reverse"])


def run(name, sides, expected):
    theirs = [each for each in expected["changes"] if not VERSIONS.fullmatch(each["id"])]
    begin = time.process_time()
    ours, fault = compared(*sides)
    cpu_s = time.process_time() - begin
    return Run(name=name, sides=sides, theirs=theirs, ours=ours, fault=fault, cpu_s=cpu_s)


def compared(baseline, revision):
    """Compare two documents as `bffgen diff` does; (findings, fault)."""
    pool = Pool()
    (one, first), (two, second) = read_sides(
        source("baseline.json", baseline), source("revision.json", revision), pool
    )
    if one is None or two is None:
        return None, ", ".join(sorted({each.rule for each in (*first, *second)}))
    return compare(one, two, Peers(), rules()).findings, ""


def source(name, document):
    raw = json.dumps(document).encode()

    def read(path):
        if path != name:
            raise FileNotFoundError(path)
        return raw

    return Source(name=name, root=name, read=read, label=lambda path: path)


class Rows:
    """Which rules tell what an id of oasdiff tells."""

    def __init__(self, path=IDS):
        self._rows = [
            (re.compile(row["ids"].format(side=SIDE, place=PLACE)), row)
            for row in yaml.safe_load(path.read_text())
        ]

    def rules(self, name):
        """Give the rules of an id; None where nothing of ours tells it, for a reason."""
        for form, row in self._rows:
            found = form.fullmatch(name)
            if found is not None:
                if "none" in row:
                    return None
                both = row.get("rules") or row.get("lifecycle")
                return both or row.get(found.groupdict().get("side") or "", [])
        return []


class Disagreements:
    """The listed classes: of cases whose verdict parts, and of ids that other rules tell.

    Attributes:
        verdicts: rows in the file's order; ids: likewise.
    """

    def __init__(self, path=DISAGREEMENTS):
        listed = yaml.safe_load(path.read_text())
        self.verdicts, self.ids = listed["verdicts"], listed["ids"]

    def cases(self):
        """Give (case, kind) -> cause, for each listed case."""
        return {(name, row["told"]): row["cause"] for row in self.verdicts for name in row["cases"]}

    def cause_of(self, name, rules):
        """Give the class of an id that none of its own rules tells; None where there is none."""
        for row in self.ids:
            if re.fullmatch(row["ids"], name) and rules.intersection(row["rules"]):
                return row["cause"]
        return None


def untold(each, rows):
    """Give the ids of a run that no rule of their rows tells, of runs where both find something."""
    if each.told or not each.ours or not each.theirs:
        return
    for change in each.theirs:
        known = rows.rules(change["id"])
        if known is not None and not each.rules.intersection(known):
            yield change["id"]


def score_of(path):
    """Compare every case: verdicts that agree, those that part for a reason, and ids."""
    every = {each.name: each for each in runs(path)}
    disagreements, rows = Disagreements(), Rows()
    return [
        verdicts(every, disagreements),
        reasoned(every, disagreements),
        ids(every, disagreements, rows),
    ]


def verdicts(every, disagreements):
    """Score what breaks; what is listed as parting is scored by itself."""
    row, listed = Score(NAME), disagreements.cases()
    for each in every.values():
        row.cpu_s += each.cpu_s
        if each.reasons:
            row.unknown[each.name] = each.reasons[0]
        elif each.told and (each.name, each.told) not in listed:
            row.wrong[each.name] = each.fault or f"{each.told}: {sorted(each.rules)}"
        elif not each.told:
            row.right += 1
        if unconfirmed(each.ours or (), *(json.dumps(side).encode() for side in each.sides)):
            row.unvalidated.append(each.name)
    return row


def reasoned(every, disagreements):
    """Score the listed cases: they part still, and a break that a payload is to show has one."""
    row = Score(f"{NAME} reasoned")
    for listed in disagreements.verdicts:
        for name in listed["cases"]:
            each = every.get(name)
            if each is None:
                continue
            is_shown = listed["reading"] != "proof" or each.told != "alone" or each.has_payload
            row.note(name, (each.told, is_shown), (listed["told"], True))
    return row


def ids(every, disagreements, rows):
    """Score the ids of findings: a rule of their row tells them, or one of a listed class."""
    row, (told, other) = Score(f"{NAME} ids"), ids_told(every.values(), disagreements, rows)
    causes = {listed["cause"] for listed in disagreements.ids}
    row.right = told + sum(other[cause] for cause in causes)
    row.wrong = {name: "no rule of its row tells it" for name in other.keys() - causes}
    row.wrong |= {cause: "no id is told so any more" for cause in causes - other.keys()}
    return row


def faults(scores):
    """Say what of the gate does not hold."""
    for row in scores:
        if row.wrong or row.unvalidated:
            yield f"{row.name}: {row.wrong or row.unvalidated}"


CORPUS = Corpus(name=NAME, file=f"{NAME}.jsonl.gz", ask=score_of, faults=faults)
CORPORA = (CORPUS,)


def report(every, disagreements, rows):
    """Write each class with its count."""
    parts = Counter(each.told for each in every)
    both = sum(each.is_error for each in every if not each.told)
    yield f"{parts['']:5}  verdicts agree: {both} break, {parts[''] - both} do not"
    for told, words in (("alone", "a break here, no error there"), ("missed", "the reverse")):
        yield f"{parts[told]:5}  {words}"
        for row in disagreements.verdicts:
            if row["told"] == told:
                yield f"       {len(row['cases']):5}  {row['cause']} ({row['reading']})"
    told, other = ids_told(every, disagreements, rows)
    yield f"{told:5}  ids told by a rule of their row, {sum(other.values())} by another:"
    for cause, count in other.most_common():
        yield f"       {count:5}  {cause}"


def ids_told(every, disagreements, rows):
    """Count ids where both find something and agree: (told by their rows, Counter of causes)."""
    total, other = 0, Counter()
    for each in every:
        if not each.told and each.ours:
            total += sum(rows.rules(change["id"]) is not None for change in each.theirs)
        for name in untold(each, rows):
            other[disagreements.cause_of(name, each.rules) or f"{each.name}: {name}"] += 1
    return total - sum(other.values()), other


if __name__ == "__main__":
    for line in report(list(runs(folder() / CORPUS.file)), Disagreements(), Rows()):
        print(line)
