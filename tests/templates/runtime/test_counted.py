"""Objects that are counted: how many members are there, and which of them go together."""

import pytest
from bff_package.runtime.body import MISSING, CamelBody, reader
from bff_package.runtime.counted import Counted
from bff_package.runtime.fetch import UpstreamFailed
from pydantic import ValidationError


class Patch(Counted, CamelBody, least=1, most=2, needs={"sale": ("list_price",)}, extra="forbid"):
    list_price: float | MISSING | None = MISSING
    sale: float | MISSING = MISSING
    title: str | MISSING = MISSING


READ = reader(Patch)


@pytest.mark.parametrize(
    "body",
    [b'{"title":"a"}', b'{"listPrice":null}', b'{"listPrice":2,"sale":1.0}'],
)
def test_what_the_contract_counts_is_taken(body):
    assert READ(body).model_dump_json(by_alias=True) is not None


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{}", "fewer members than the contract's 1"),
        (b'{"listPrice":1,"sale":1,"title":""}', "more members than the contract's 2"),
        (b'{"sale":1}', "an object with `sale` and without `listPrice`"),
    ],
)
def test_what_the_contract_does_not_count_is_refused(body, said):
    with pytest.raises(UpstreamFailed) as caught:
        READ(body)
    assert said in str(caught.value.__cause__)


def test_a_body_that_is_built_is_counted_too():
    with pytest.raises(ValidationError, match="fewer members"):
        Patch()
    assert Patch(list_price=None).list_price is None


def test_a_class_that_says_nothing_counts_nothing():
    class Any(Counted):
        a: int | MISSING = MISSING

    assert Any() == Any(a=MISSING)
