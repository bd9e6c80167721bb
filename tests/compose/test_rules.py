"""What a composition may say: each rule by the smallest workspace that keeps or breaks it."""

import pytest

from tests.workspaces import built, contract, facts, files, operation, parameter, rules

TEXT = {"type": "string"}
NOTHING_OR_TEXT = {"type": ["string", "null"]}


def an_object(required=(), **properties):
    return {"type": "object", "required": list(required), "properties": properties}


def needs(name, schema=None):
    """A required query parameter of an upstream."""
    return parameter(name, schema or TEXT, required=True)


def upstream(schema, *parameters, name="getIt"):
    return contract({"/it": operation(schema, name, parameters=parameters)})


def client(schema, schemas=None, **more):
    return contract({"/thing": operation(schema, parameters=(), **more)}, schemas)


def answered(tree):
    """The findings of a build, and the plan of `getThing` where there is one."""
    outcome, made = built(tree)
    assert (made is None) == any(each.effect == "breaks" for each in outcome.findings)
    plan = None
    if made is not None:
        plan = dict(made.files)["web_bff/plans/get_thing.py"].decode()
    return outcome.findings, plan


def sole(findings, rule):
    """The only finding that breaks."""
    broken = [each for each in findings if each.effect == "breaks"]
    assert rules(broken) == [rule]
    return broken[0]


# -- waiting --------------------------------------------------------------------------------------

CLIENT = client(an_object(v=TEXT))
SAYS = an_object(("v", "n"), v=TEXT, w=TEXT, n=NOTHING_OR_TEXT)


def waiting(given, *, required, first=False, parameters=()):
    sources = {
        "a": {"call": "one.getIt", "required": first},
        "b": {"call": "two.getIt", "with": given, "required": required},
    }
    upstreams = {"one": upstream(SAYS), "two": upstream(SAYS, *(parameters or [needs("q")]))}
    return files(CLIENT, upstreams, {"getThing": {"sources": sources, "body": {"v": "b.v"}}})


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        ("a.v", ()),
        ("a.v", (parameter("q", TEXT),)),
        ('a.w else "x"', ()),
    ],
    ids=["required parameter", "optional parameter", "else"],
)
def test_a_required_source_waits_for_required_sources_alone(value, parameters):
    tree = waiting({"q": value}, required=True, parameters=parameters)
    fault = sole(answered(tree)[0], "compose-presence")
    assert facts(fault) == {"property": "b", "source": "b", "why": "`a` is not required"}
    assert fault.marks[0].place.pointer.endswith("/sources/b/with/q")


def test_an_optional_source_may_wait_for_an_optional_one_and_asks_it_for_nothing_twice():
    findings, plan = answered(waiting({"q": "a.v"}, required=False))
    assert findings == ()
    assert 'source.after(a).optional("b", lambda a: up.two_get_it(a.v), cap_ms=250)' in plan


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("a.w", "`a.w` may be absent upstream"),
        ("a.n", "`a.n` may be null upstream"),
        ("a.v else a.n", None),
        ("a.w else a.n", "`a.n` may be null upstream"),
        ("a.n else a.w", "`a.w` may be absent upstream"),
    ],
)
def test_a_required_parameter_of_a_required_source_is_given_a_text_in_every_case(value, why):
    findings, _ = answered(waiting({"q": value}, required=True, first=True))
    if why is None:
        assert findings == ()
    else:
        assert facts(sole(findings, "compose-presence"))["why"] == why


@pytest.mark.parametrize("count", [4, 5])
def test_a_source_waits_for_four_others_at_most(count):
    names = [f"s{number}" for number in range(count)]
    sources = {name: {"call": "one.getIt"} for name in names}
    given = {name: f"{name}.v" for name in names}
    sources["last"] = {"call": "two.getIt", "with": given}
    upstreams = {"one": upstream(SAYS), "two": upstream(SAYS, *map(needs, names))}
    tree = files(
        CLIENT,
        upstreams,
        {"getThing": {"sources": sources, "body": {"v": "last.v"}}},
        policy={"budgets": {"calls": 9}},
    )
    findings, _ = answered(tree)
    if count == 4:
        assert findings == ()
    else:
        what = "a source that waits for more than 4 others"
        assert facts(sole(findings, "compose-unsupported"))["what"] == what


# -- what an optional source may say -----------------------------------------------------------


def test_on_status_of_an_optional_source_is_refused_where_it_stands():
    source = {"call": "one.getIt", "required": False, "on_status": {"404": 404}}
    operations = {"getThing": {"sources": {"a": source}, "body": {"v": "a.v"}}}
    fault = sole(answered(files(CLIENT, {"one": upstream(SAYS)}, operations))[0], "compose-schema")
    assert fault.marks[0].place.pointer.endswith("/sources/a/on_status")
    assert "only a required one answers for the whole" in facts(fault)["problem"]


# -- omit ------------------------------------------------------------------------------------------

NESTED = client(an_object(v=TEXT, o=an_object(("r",), p=TEXT, r=TEXT)))


@pytest.mark.parametrize(
    ("omitted", "inner", "rule", "says"),
    [
        ("o.p", {"p": "a.v", "r": "a.v"}, "compose-schema", "`o.p` is mapped and omitted"),
        ("o.r", {"p": "a.v"}, "compose-presence", "`omit` leaves it out"),
        ("o.q", {"p": "a.v", "r": "a.v"}, "compose-unknown-name", "o.q"),
        ("v", {"p": "a.v", "r": "a.v"}, "compose-schema", "`v` is mapped and omitted"),
        ("o.q", {"p": "a.u", "r": "a.v"}, "compose-unknown-name", "u"),
    ],
)
def test_a_name_under_omit_is_a_property_that_may_be_left_out(omitted, inner, rule, says):
    body = {"v": "a.v", "o": inner}
    operations = {
        "getThing": {"sources": {"a": {"call": "one.getIt"}}, "body": body, "omit": [omitted]}
    }
    fault = sole(answered(files(NESTED, {"one": upstream(SAYS)}, operations))[0], rule)
    assert says in facts(fault).values()


# -- arrays ----------------------------------------------------------------------------------------


def single(schema, body, target, *, upstream_schemas=None, schemas=None):
    """Build one source `a` into the property `v`, which a client needs not."""
    operations = {"getThing": {"sources": {"a": {"call": "one.getIt"}}, "body": {"v": body}}}
    feeding = contract({"/it": operation(schema, "getIt", parameters=())}, upstream_schemas)
    return answered(files(client(an_object(v=target), schemas), {"one": feeding}, operations))


@pytest.mark.parametrize(
    ("body", "wanted_by", "name"),
    [
        ("a.o.*.p", "a loop", "a.o"),
        ({"each": "a.o as x", "map": {"p": "x.p"}}, "a loop", "a.o"),
        ("a.o.0", "an index", "a.o"),
        ("a.m.*.p", "a loop", "a.m"),
    ],
)
def test_what_is_no_array_has_no_elements(body, wanted_by, name):
    an_o = an_object(p=TEXT)
    says = an_object(o=an_o, m={"type": ["string", "array"], "items": an_o})
    findings, _ = single(says, body, {"type": "array", "items": an_object(p=TEXT)})
    given = facts(sole(findings, "compose-not-an-array"))
    assert (given["wanted_by"], given["property"]) == (wanted_by, name)
