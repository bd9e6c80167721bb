"""composition.yaml: each member is read, as its author means it."""

import pytest

from bffgen.model.builder import Constant, Each, From, Members, Python, Value
from bffgen.model.composition import Batch, CallEach, Defaults, Source
from tests.contract.composing import AT, OUTER, file, page, read, source


def body(builder):
    return page({"call": "s.o", "body": builder}).body


# --- one accepted document per member

SOURCE = Source(
    name="product",
    service="catalog",
    operation="get",
    arguments=(),
    required=True,
    timeout_ms=None,
    max_body_bytes=None,
    on_status=(),
    fallback=None,
    report_as="product",
    place=AT.at("operations", "page", "sources", "product"),
    call=AT.at("operations", "page", "sources", "product", "call"),
)


def test_a_silent_source_is_required_and_has_its_own_name_in_reports():
    assert source() == SOURCE


@pytest.mark.parametrize(
    ("key", "written", "attribute", "read_as"),
    [
        ("required", False, "required", False),
        ("required", True, "required", True),
        ("timeout", "180ms", "timeout_ms", 180),
        ("timeout", "2s", "timeout_ms", 2000),
        ("timeout", "5m", "timeout_ms", 300_000),
        ("timeout", "1h", "timeout_ms", 3_600_000),
        ("timeout", "1d", "timeout_ms", 86_400_000),
        ("max_body", "512B", "max_body_bytes", 512),
        ("max_body", "64KiB", "max_body_bytes", 65_536),
        ("max_body", "1MiB", "max_body_bytes", 1_048_576),
        ("on_status", {"410": 404, "404": 404}, "on_status", ((404, 404), (410, 404))),
        ("on_status", {"599": 400}, "on_status", ((599, 400),)),
        ("report_as", "reviews", "report_as", "reviews"),
        ("fallback", "omit", "fallback", None),
    ],
)
def test_a_setting_of_a_source_is_read(key, written, attribute, read_as):
    assert getattr(source(**{key: written}), attribute) == read_as


@pytest.mark.parametrize("literal", [None, False, 0, "none", [], {"count": 0}])
def test_a_literal_fallback_is_kept_null_and_false_included(literal):
    found = source(required=False, fallback=literal)

    assert found.fallback == Constant(value=literal, place=found.place.at("fallback"))
    assert type(found.fallback.value) is type(literal)


def test_arguments_are_values_by_the_upstreams_names_and_keep_their_order():
    given = {"sku": "product.sku", "query.limit": 5, "sort": {"const": "newest"}, "all": None}

    found = source(**{"with": given}).arguments

    assert [name for name, _ in found] == list(given)
    assert [
        each.value if isinstance(each, Constant) else each.options[0].text for _, each in found
    ] == ["product.sku", 5, "newest", None]


@pytest.mark.parametrize(
    ("call", "service", "operation"),
    [
        ("orders.getOrder", "orders", "getOrder"),
        ("orders.get.order", "orders", "get.order"),
        ("orders GET /v1/orders/{orderId}", "orders", "GET /v1/orders/{orderId}"),
        ("orders GET /v1/orders.json", "orders", "GET /v1/orders.json"),
    ],
)
def test_a_call_names_a_service_and_an_operation(call, service, operation):
    for answered in (page(call), page({"call": call})):
        only = answered.sources[0]
        assert (only.name, only.service, only.operation) == (service, service, operation)
        assert answered.body is None


def test_a_call_beside_settings_of_its_source_and_of_the_operation():
    answered = page({"call": "orders.get", "timeout": "1s", "budget": "2s", "omit": ["a"]})

    assert answered.sources[0].timeout_ms == 1000
    assert answered.budget_ms == 2000
    assert [name for name, *_ in answered.omit] == ["a"] or answered.omit == ("a",)


@pytest.mark.parametrize(
    ("written", "told"), [({}, None), ({"incomplete": {"header": False}}, False)]
)
def test_whether_the_client_is_told_of_missing_parts(written, told):
    assert page({"call": "orders.get", **written}).report_missing is told


def test_the_builders_are_read_by_their_keys():
    assert body({"a": "x.b"}).members[0][1].options[0].root == "x"
    assert body({"const": [1]}) == Constant(
        value=[1], place=AT.at("operations", "page", "body", "const")
    )
    for literal in (1, 1.5, True, None):
        assert body({"a": literal}).members[0][1].value is literal
    assert isinstance(body("x.b else 0"), Value)
    assert isinstance(body({"object": {"const": {"const": 1}}}), Members)
    from_ = body({"from": "x.b", "map": {"c": "x.d"}})
    assert isinstance(from_, From)
    assert (from_.base.text, [name for name, _ in from_.members]) == ("x.b", ["c"])
    assert isinstance(body({"from": "x"}), From)
    each = body({"each": "x.b as one", "limit": 8, "skip_if_missing": ["y.c"], "map": {"d": "one"}})
    assert isinstance(each, Each)
    assert (each.over.text, each.loop, each.limit) == ("x.b", "one", 8)
    assert [path.text for path in each.skip_if_missing] == ["y.c"]
    python = body({"python": "label", "args": ["x.a", 1, {"const": "b"}]})
    assert isinstance(python, Python)
    assert (python.function, len(python.arguments)) == ("label", 3)
    assert body({"python": "label"}).arguments == ()


@pytest.mark.parametrize(
    "members",
    [
        {"const": "x.a", "other": "x.b"},
        {"from": "x.a", "to": "x.b"},
        {"each": "x.a"},
        {"map": "x.a"},
        {"enum": "x.a"},
        {"value": "x.a"},
        {"python": "x.a", "kwargs": "x.b"},
        {},
    ],
)
def test_a_mapping_with_a_foreign_key_is_an_object(members):
    assert [name for name, _ in body(members).members] == list(members)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({}, OUTER),
        (
            {"timeout": "1s"},
            Defaults(timeout_ms=1000, reserve_ms=22, max_body_bytes=333, forward_headers=("X-A",)),
        ),
        (
            {"reserve": "5ms", "max_body": "1KiB", "forward_headers": []},
            Defaults(timeout_ms=111, reserve_ms=5, max_body_bytes=1024, forward_headers=()),
        ),
    ],
)
def test_defaults_of_the_file_go_before_those_of_the_workspace(written, expected):
    composition, faults = read(file(defaults=written))

    assert faults == ()
    assert composition.defaults == expected


def test_operations_that_are_omitted_are_read_with_their_places():
    composition, faults = read(file(omit_operations=["a", "GET /b"]))

    assert faults == ()
    assert composition.omit_operations == (
        ("a", AT.at("omit_operations", 0)),
        ("GET /b", AT.at("omit_operations", 1)),
    )


# --- sources of several calls


def test_a_batch_says_which_parameter_takes_the_keys_and_how_many():
    keys = {"ids": "x.ids", "max": 50, "limit": 80, "match": "id", "items": "data.list"}
    written = source(batch=keys, concurrency=2)
    found = written.fan_out
    assert isinstance(found, Batch)
    assert (found.parameter, found.keys.text, found.size) == ("ids", "x.ids", 50)
    assert (found.limit, found.match, found.items) == (80, "id", ("data", "list"))
    assert written.at_once == 2


def test_a_call_each_says_its_loop_and_its_bound():
    found = source(each="x.items as one", limit=4, match="id").fan_out
    assert isinstance(found, CallEach)
    assert (found.over.text, found.loop, found.limit, found.match) == ("x.items", "one", 4, "id")
