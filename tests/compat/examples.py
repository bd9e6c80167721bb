"""The example of a rule's page, compared as any two contracts are.

In:  a Rule, the texts of its two sides.
Out: findings; the screen of them.
How: a side is a document where it begins with `openapi:`; a list of parameters, which is put into a
     document of one operation; promises, beside a contract that has their operations; or else a
     schema, which is the value of one position by itself. Its places are those of the text on the
     page, as it stands in `baseline.yaml` or `revision.yaml`.
"""

from dataclasses import replace

import yaml

from bffgen.compat.compare import compare, compare_schemas
from bffgen.compat.position import Position
from bffgen.compat.promises import Side, compare_promises
from bffgen.compat.rule import rule_by_id, rules
from bffgen.contract.fields import Fields
from bffgen.contract.lower import lower
from bffgen.contract.promises import read_promises
from bffgen.contract.refs import bundle
from bffgen.model.api import Api, of_schemas
from bffgen.model.comparison import Comparison
from bffgen.model.comparison import Side as Compared
from bffgen.model.peers import Peers
from bffgen.model.place import Place
from bffgen.model.pool import Pool
from bffgen.model.severity import OF_EFFECT
from bffgen.model.told import Report, Section, Told
from bffgen.report.compared import block
from bffgen.report.entry import listed
from bffgen.tasks.reading import locate_in
from tests.workspaces import reader, written

WHERE = {"request": "request body", "response": "response 200 body"}


def findings(rule, baseline, revision):
    """Compare two sides as the page of a rule has them."""
    pool = Pool()
    if "promises" in yaml.safe_load(baseline):
        sides = (_promised(baseline, "baseline"), _promised(revision, "revision"))
        return compare_promises(*sides, rules())
    if _is_schema(baseline):
        apis = (_schema(baseline, "baseline", pool), _schema(revision, "revision", pool))
        position = Position(
            direction=rule.direction,
            baseline="",
            revision="",
            operation="",
            where=WHERE[rule.direction],
        )
        return _shown(compare_schemas(*apis, Peers(), rules(), position).findings)
    apis = (_document(baseline, "baseline", pool), _document(revision, "revision", pool))
    return _shown(compare(*apis, Peers(), rules()).findings)


def _shown(found):
    """Leave out what hurts only a peer that sends undeclared names, as `bffgen diff` does."""
    return tuple(each for each in found if each.class_ == "A")


def screen(found, baseline, revision):
    """Print findings as `bffgen diff` does, without what stands below them."""
    side = Compared(name="", title="", version="", digest="", root=Place(document=""))
    comparison = Comparison(
        baseline=side, revision=side, findings=tuple(found), rules=dict(rule_by_id())
    )
    told = tuple(Told(finding=each, severity=OF_EFFECT[each.effect]) for each in found)
    section = Section(client="", comparison=comparison, told=told)
    report = Report(sections=(section,), fail_on="breaks", is_failed=False)
    locate = locate_in(
        reader({"baseline.yaml": baseline.encode(), "revision.yaml": revision.encode()})
    )
    return "".join(f"{block(each)}\n" for each in listed(report, locate).entries)


def _is_schema(text):
    return not {"openapi", "parameters"} & yaml.safe_load(text).keys()


def _promised(text, name):
    """Read promises, and make a contract that has their operations."""
    faults = []
    place = Place(document=f"{name}.yaml").at("promises")
    value = yaml.safe_load(text)["promises"]
    promises = read_promises(Fields.of(value, place, faults))
    assert faults == []
    paths = {}
    for each in promises.operations:
        method, _, path = each.key.partition(" ")
        body = {"content": {"application/json": {}}}
        told = {"requestBody": body, "responses": {"200": {"description": "Found.", **body}}}
        paths.setdefault(path, {})[method.lower()] = told
    return Side(promises=promises, document={"openapi": "3.1.0", "paths": paths})


def _schema(text, side, pool):
    """Give a schema as a contract that holds nothing else."""

    def place(pointer):
        return Place(document=f"{side}.yaml", pointer=pointer)

    return of_schemas(yaml.safe_load(text), pool, place)


def _document(text, side, pool):
    """Read a document, or one that asks with the parameters of a page."""
    name = f"{side}.yaml"
    tree = {name: text.encode()}
    root = name
    listed = yaml.safe_load(text).get("parameters")
    if listed is not None:
        root = "contract.yaml"
        there = [{"$ref": f"{name}#/parameters/{number}"} for number in range(len(listed))]
        asked = {"parameters": there, "responses": {"204": {"description": "Answered."}}}
        tree[root] = written(
            {
                "openapi": "3.1.0",
                "info": {"title": "Example", "version": "1"},
                "paths": {"/example": {"get": asked}},
            }
        )
    bundled = bundle(root, reader(tree))
    assert not isinstance(bundled, tuple), bundled
    api = lower(bundled, pool, strict=False)
    assert isinstance(api, Api), api
    assert api.doubts == ()
    return api if root == name else replace(api, place=_on_the_page(api.place, name))


def _on_the_page(place, name):
    """Show what stands around the parameters as the page has it: by the list of them."""

    def shown(pointer):
        found = place(pointer)
        is_on_page = found.document == name
        return found if is_on_page else Place(document=name, pointer="/parameters")

    return shown
