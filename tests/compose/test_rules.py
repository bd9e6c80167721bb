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


def a_list(items):
    return {"type": "array", "items": items}


PART = an_object(("p",), p=TEXT)
PART_OR_NULL = {"anyOf": [PART, {"type": "null"}]}


@pytest.mark.parametrize(
    ("says", "body", "target", "rule", "name"),
    [
        (a_list(PART_OR_NULL), "a.l", a_list(PART), "compose-presence", "v[]"),
        (a_list(NOTHING_OR_TEXT), "a.l", a_list(TEXT), "compose-type", "v[]"),
        (a_list(a_list(NOTHING_OR_TEXT)), "a.l", a_list(a_list(TEXT)), "compose-type", "v[][]"),
        (a_list(NOTHING_OR_TEXT), "a.l.*", a_list(TEXT), "compose-type", "v[]"),
        (a_list({"type": "integer"}), "a.l", a_list(TEXT), "compose-type", "v[]"),
        (
            a_list(an_object(("p",), p=NOTHING_OR_TEXT)),
            "a.l.*.p",
            a_list(TEXT),
            "compose-type",
            "v[]",
        ),
        (
            {"type": "object", "additionalProperties": NOTHING_OR_TEXT},
            "a.l",
            {"type": "object", "additionalProperties": TEXT},
            "compose-type",
            "v.*",
        ),
    ],
)
def test_an_element_is_judged_like_a_required_property(says, body, target, rule, name):
    findings, _ = single(an_object(("l",), l=says), body, target)
    assert facts(sole(findings, rule))["property"] == name


@pytest.mark.parametrize(
    ("says", "body", "target", "written"),
    [
        (a_list(PART_OR_NULL), "a.l", a_list(PART_OR_NULL), "[None if l_item is None else"),
        (a_list(an_object(p=TEXT)), "a.l.*.p", a_list(TEXT), "[l_item.p for l_item in a.l if"),
        (
            a_list(an_object(p=NOTHING_OR_TEXT)),
            "a.l.*.p",
            a_list(NOTHING_OR_TEXT),
            "[l_item.p for l_item in a.l if l_item.p is not MISSING]",
        ),
        (
            a_list(PART_OR_NULL),
            "a.l.*.p",
            a_list(TEXT),
            "[l_item.p for l_item in a.l if l_item is not None]",
        ),
    ],
)
def test_absent_elements_drop_and_null_ones_stay_where_null_is_promised(
    says, body, target, written
):
    findings, plan = single(an_object(("l",), l=says), body, target)
    assert findings == ()
    assert written in plan


# -- several declarations of one property --------------------------------------------------------


@pytest.mark.parametrize(("value", "is_promised"), [("book", True), ("car", False)])
def test_a_literal_fits_every_declaration_of_its_property(value, is_promised):
    target = {"allOf": [an_object(k=TEXT), an_object(k={"const": "book"})]}
    operations = {
        "getThing": {"sources": {"a": {"call": "one.getIt"}}, "body": {"k": {"const": value}}}
    }
    findings, _ = answered(files(client(target), {"one": upstream(SAYS)}, operations))
    if is_promised:
        assert rules(findings) == ["compose-source-unused"]
    else:
        assert facts(sole(findings, "compose-type"))["literal"] == '"car"'


def narrow_model(says, body, target, *, hooks=None):
    """The class of what is read of the source `a`."""
    operations = {"getThing": {"sources": {"a": {"call": "one.getIt"}}, "body": {"v": body}}}
    tree = files(client(an_object(v=target)), {"one": upstream(says)}, operations, hooks=hooks)
    outcome, made = built(tree)
    assert outcome.findings == ()
    return dict(made.files)["web_bff/sources/get_thing.py"].decode()


def tagged(name, **more):
    return an_object(("kind",), kind={"const": name}, **more)


def test_a_source_read_whole_takes_every_branch_of_a_union():
    either = {"oneOf": [tagged("card", n=TEXT), tagged("iban", n={"type": "integer"})]}
    hooks = "def seen(a: object) -> str:\n    return 'x'\n"
    model = narrow_model(either, {"python": "seen", "args": ["a"]}, TEXT, hooks=hooks)
    assert 'kind: Literal["card", "iban"]' in model
    assert "n: int | str | MISSING" in model


def test_a_property_of_two_branches_is_read_as_either():
    either = {"oneOf": [tagged("card"), tagged("iban")]}
    assert 'Literal["card", "iban"]' in narrow_model(either, "a.kind", TEXT)


def test_every_bound_that_holds_together_is_on_the_model():
    both = {
        "allOf": [
            an_object(("k",), k={**TEXT, "maxLength": 9}),
            an_object(k={**TEXT, "minLength": 2}),
        ]
    }
    assert "Field(max_length=9, min_length=2)" in narrow_model(both, "a.k", TEXT)


@pytest.mark.parametrize(
    ("says", "target"),
    [
        ({"oneOf": [an_object(k=PART), an_object(k=TEXT)]}, TEXT),
        ({"allOf": [an_object(k=PART), an_object(k=an_object(q=TEXT))]}, PART),
    ],
)
def test_an_object_that_is_declared_in_several_ways_is_not_read(says, target):
    fault = sole(single(says, "a.k", target)[0], "compose-unsupported")
    assert facts(fault)["what"] == "`k`, which several branches of a schema declare differently"
    assert fault.marks[1].place.document == "contracts/upstreams/one.yaml"


def test_an_object_that_is_promised_in_several_ways_is_not_built():
    target = {"allOf": [an_object(k=PART), an_object(k=an_object(q=TEXT))]}
    fault = sole(single(an_object(k=PART), "a", target)[0], "compose-unsupported")
    assert facts(fault)["what"] == "`v.k`, which is declared in several ways"


# -- what is not built ---------------------------------------------------------------------------


def unsupported(findings):
    fault = sole(findings, "compose-unsupported")
    return facts(fault)["what"], [each.place.pointer for each in fault.marks]


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        ({**PART, "oneOf": [tagged("a"), tagged("b")]}, "an answer of several shapes"),
        ({}, "an answer that is a free-form object"),
        (
            {**PART, "type": ["object", "string"]},
            "an answer that may be of several shapes",
        ),
    ],
)
def test_an_answer_that_no_class_holds_is_refused(schema, what):
    operations = {"getThing": "one.getIt"}
    findings, _ = answered(files(client(schema), {"one": upstream(PART)}, operations))
    assert unsupported(findings) == (what, ["/paths/~1thing/get/responses/200"])


@pytest.mark.parametrize("way", ["", "inside"])
def test_a_map_whose_names_have_patterns_is_refused(way):
    named = {"type": "object", "patternProperties": {"^x-": TEXT}, "additionalProperties": False}
    both = an_object([way], **{way: named}) if way else named
    findings, _ = answered(files(client(both), {"one": upstream(both)}, {"getThing": "one.getIt"}))
    what = facts(sole(findings, "compose-unsupported"))["what"]
    assert what.endswith(", a map whose names have patterns")


def test_clients_are_answered_json_alone_where_it_is_promised():
    told = {"description": "Found.", "content": {"text/html": {"schema": TEXT}, **JSON}}
    responses = {"200": told, "default": operation(PART)["responses"]["default"]}
    ours = client(PART, responses=responses)
    findings, _ = answered(files(ours, {"one": upstream(PART)}, {"getThing": "one.getIt"}))
    assert [each.rule for each in findings] == ["compose-media-unserved"]


JSON = {"application/json": {"schema": PART}}


TOLD = {"description": "Found.", "content": JSON}
NOT = operation(PART)["responses"]["default"]


def test_clients_are_promised_one_status_that_a_plan_answers():
    ours = client(PART, responses={"200": TOLD, "201": TOLD, "default": NOT})
    findings, _ = answered(files(ours, {"one": upstream(PART)}, {"getThing": "one.getIt"}))
    fault = sole(findings, "compose-schema")
    assert facts(fault)["problem"].endswith("only a function of `implement` chooses")


@pytest.mark.parametrize(
    ("responses", "status"),
    [
        ({"2XX": TOLD, "default": NOT}, "200"),
        ({"201": TOLD, "2XX": TOLD, "default": NOT}, "201"),
        ({"2XX": {"description": "Done."}, "default": NOT}, "204"),
    ],
)
def test_a_range_is_answered_with_its_plainest_status(responses, status):
    ours = client(PART, responses=responses)
    _, plan = answered(files(ours, {"one": upstream(PART)}, {"getThing": "one.getIt"}))
    assert f"return GetThing{status}(" in plan


@pytest.mark.parametrize("side", ["client", "upstream"])
def test_an_operation_without_a_success_is_refused(side):
    ours, theirs = client(PART), upstream(PART)
    if side == "client":
        ours = client(PART, responses={"default": NOT})
        key, what, places = "GET /thing", "does not promise one success", ["/paths/~1thing/get"]
    else:
        theirs = contract(
            {"/it": operation(PART, "getIt", parameters=(), responses={"default": NOT})}
        )
        key, what = "GET /it", "declares no success"
        places = ["/operations/getThing", "/paths/~1it/get"]
    findings, _ = answered(files(ours, {"one": theirs}, {"getThing": "one.getIt"}))
    assert unsupported(findings) == (f"`{key}`, which {what}", places)


@pytest.mark.parametrize(
    ("declared", "what"),
    [
        (
            parameter("q", {"type": "object", "additionalProperties": TEXT}),
            "a map whose members are parameters of any name",
        ),
        (
            parameter("q", {"type": "object", "additionalProperties": TEXT}, explode=False),
            "which is no plain value, no list and no object of such",
        ),
        (parameter("q", a_list(a_list(TEXT))), "a list of what is no plain value"),
        (
            parameter("q", a_list(TEXT), location="cookie"),
            "a list that travels as several cookies",
        ),
    ],
)
def test_a_parameter_of_an_upstream_that_cannot_be_sent_is_told(declared, what):
    findings, _ = answered(waiting({"q": "a.v"}, required=True, first=True, parameters=(declared,)))
    assert unsupported(findings)[0] == f"parameter `q`, {what}"


@pytest.mark.parametrize(
    ("sent", "taken", "fits"),
    [
        ({"type": "number"}, {"type": "integer"}, False),
        ({"type": ["integer", "string"]}, TEXT, True),
        ({"type": ["boolean", "string"]}, TEXT, False),
        (a_list(TEXT), a_list(TEXT), True),
        (a_list({"type": "integer"}), a_list(TEXT), False),
        (a_list(NOTHING_OR_TEXT), a_list(TEXT), False),
    ],
)
def test_what_is_sent_upstream_is_all_of_a_type_that_the_upstream_takes(sent, taken, fits):
    says = an_object(("v", "w"), v=sent, w=TEXT)
    sources = {"a": {"call": "one.getIt"}, "b": {"call": "two.getIt", "with": {"q": "a.v"}}}
    upstreams = {"one": upstream(says), "two": upstream(says, needs("q", taken))}
    operations = {"getThing": {"sources": sources, "body": {"v": "b.w"}}}
    findings, _ = answered(files(CLIENT, upstreams, operations))
    assert rules(findings) == ([] if fits else ["compose-request-type"])


@pytest.mark.parametrize(
    ("sent", "taken", "fits"),
    [
        (TEXT, TEXT, True),
        ({"type": "number"}, {"type": "integer"}, False),
        (TEXT, {"enum": ["a", "b"]}, False),
        ({"enum": ["a"]}, {"enum": ["a", "b"]}, True),
    ],
)
def test_what_a_client_asks_is_answered_where_all_of_it_fits(sent, taken, fits):
    asks = parameter("q", sent, required=True)
    ours = contract({"/thing": operation(an_object(v=TEXT, q=taken), parameters=[asks])})
    operations = {
        "getThing": {
            "sources": {"a": {"call": "one.getIt"}},
            "body": {"v": "a.v", "q": "request.query.q"},
        }
    }
    findings, _ = answered(files(ours, {"one": upstream(SAYS)}, operations))
    assert rules(findings) == ([] if fits else ["compose-type"])


@pytest.mark.parametrize(
    ("target", "literal", "fits"),
    [
        (PART, {"p": "x"}, False),
        (a_list(PART), [{"p": "x"}], False),
        (a_list(PART), [], True),
        ({"type": "object", "additionalProperties": TEXT}, {"p": "x"}, True),
    ],
)
def test_an_object_of_the_contract_is_written_out_not_put_as_a_literal(target, literal, fits):
    findings, _ = single(SAYS, {"const": literal}, target)
    if fits:
        assert rules(findings) == ["compose-source-unused"]
    else:
        assert unsupported(findings)[0] == "`v`, an object written as a literal"
