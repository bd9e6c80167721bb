"""Functions of a team as plans: whose fault a broken value is, and what is cut at the end."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest
from bff_package.runtime.answer import Answer
from bff_package.runtime.body import MISSING, Body
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.hooked import answered, of_upstreams
from bff_package.runtime.reply import Reply, body_of, only
from pydantic import Field, ValidationError

from tests.templates.runtime.joining import Upstream
from tests.templates.runtime.joining import call as call_of
from tests.templates.runtime.virtual_clock import run


class Price(Body):
    amount: Annotated[float, Field(ge=0)]
    label: Annotated[str, Field(max_length=3)] = ""


class Page(Body):
    price: Price | MISSING = MISSING


@dataclass(frozen=True, slots=True)
class Found(Answer[Page]):
    status: ClassVar[int] = 200


@dataclass(frozen=True, slots=True)
class Quote(Reply[Price]):
    status: ClassVar[int] = 200


@pytest.mark.parametrize(
    ("built", "raised"),
    [
        ({"amount": -1.0}, UpstreamFailed),  # what an upstream gave
        ({"amount": 1.0, "label": "long"}, ValidationError),  # what the team computes itself
        ({"amount": -1.0, "label": "long"}, ValidationError),
    ],
)
def test_a_value_outside_the_contract_is_the_fault_of_who_gave_it(built, raised):
    @of_upstreams("Price.label")
    async def answer():
        return Price(**built)

    with pytest.raises(raised):
        asyncio.run(answer())


@pytest.mark.parametrize("fault", [KeyError("x"), UpstreamFailed("status", 500)])
def test_whatever_else_is_raised_passes(fault):
    @of_upstreams()
    async def answer():
        raise fault

    with pytest.raises(type(fault)) as raised:
        asyncio.run(answer())
    assert raised.value is fault


def test_what_gives_one_status_already_is_not_narrowed():
    fetch = Upstream().gives("price", 1, after_ms=0)

    with pytest.raises(TypeError, match="one status already"):
        only(fetch, Quote)


def test_the_body_of_one_status_is_what_a_call_gives():
    async def begin(until):
        return Quote(Price(amount=1.0))

    asked = []

    def narrow(*given):
        asked.append(given)
        return Fetch(begin)

    fetch = Fetch(begin, is_write=True, narrow=narrow)
    found = asyncio.run(body_of(fetch, Quote).begin(0.0))

    assert (found, asked) == (Price(amount=1.0), [(Quote, None, None)])


@pytest.mark.parametrize("required", [False, True])
def test_the_end_of_a_plan_cuts_what_is_optional_and_not_the_function(required):
    upstream = Upstream()

    async def function(call):
        async with call.sources() as source:
            late = upstream.gives("price", Price(amount=1.0), after_ms=9_000)
            if required:
                price = source.required(late, cap_ms=5_000)
            else:
                price = source.optional("price", late, cap_ms=5_000)
        return Found(Page(price=price.value), missing=source.missing)

    async def main():
        call = call_of(within_ms=1_000)
        return await answered(function(call), Found, call)

    if required:
        with pytest.raises(UpstreamFailed) as raised:
            run(main())
        assert raised.value.reason == "budget"
        return
    answer = run(main())
    assert answer.body == Page()
    assert [(each.name, each.reason) for each in answer.missing] == [("price", "budget")]


def test_a_function_that_waits_after_its_join_ends_with_the_plan():
    async def function(call):
        async with call.sources() as source:
            source.optional("price", Upstream().gives("price", 1, after_ms=10), cap_ms=50)
        await asyncio.sleep(60)
        return Found(Page())

    async def main():
        call = call_of(within_ms=1_000)
        return await answered(function(call), Found, call)

    with pytest.raises(UpstreamFailed) as raised:
        run(main())
    assert raised.value.reason == "budget"
