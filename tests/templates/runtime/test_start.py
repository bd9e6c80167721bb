"""A source is begun only while enough of the plan's time is left."""

import asyncio

import pytest
from bff_package.runtime.body import MISSING
from bff_package.runtime.exchange import EXCHANGE, Exchange
from bff_package.runtime.fetch import Fetch
from bff_package.runtime.start import if_budget
from bff_package.runtime.trace import Trace

from tests.templates.runtime.joining import Upstream, call
from tests.templates.runtime.virtual_clock import run


@pytest.mark.parametrize(
    ("product_ms", "least_ms", "is_begun"),
    [(100, 300, True), (200, 300, True), (201, 300, False), (200, 301, False), (0, 500, True)],
)
def test_what_it_waits_for_takes_of_its_time(product_ms, least_ms, is_begun):
    async def main():
        up = Upstream()
        asked = call(within_ms=500)
        exchange = Exchange(arrived_at=0.0, trace=Trace([]))
        exchange.ends_at = asked.ends_at
        EXCHANGE.set(exchange)
        async with asked.sources() as source:
            product = source.required(up.gives("product", 1, after_ms=product_ms), cap_ms=400)
            recs = source.after(product).optional(
                "recs",
                lambda _: if_budget(up.gives("recs", 2, after_ms=50), ms=least_ms),
                cap_ms=100,
            )
        begun = any(note.endswith("recs begun") for note in up.notes)
        assert begun is is_begun
        assert recs.value == (2 if is_begun else MISSING)
        assert [(part.name, part.reason) for part in source.missing] == (
            [] if is_begun else [("recs", "budget")]
        )

    run(main())


def test_where_there_is_nothing_to_ask_with_nothing_is_begun():
    assert if_budget(MISSING, ms=10) is MISSING


def test_a_write_stays_one():
    async def nothing(until):
        return until

    assert if_budget(Fetch(nothing, is_write=True), ms=10).is_write


def test_outside_of_a_request_the_sources_own_end_counts():
    async def gives(until):
        return until

    async def main():
        return await if_budget(Fetch(gives), ms=100).begin(asyncio.get_running_loop().time() + 1)

    assert run(main()) == 1
