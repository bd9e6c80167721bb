"""What a join costs beside tasks written by hand; run with `-m bench`, prints its figures."""

import asyncio
import gc
import statistics
import time

import pytest
import uvloop
from bff_package.runtime.call import Call
from bff_package.runtime.fetch import Fetch
from bff_package.runtime.writes import Writes

SOURCES = 5
REQUESTS = 2_000
ROUNDS = 9


async def upstream(until):
    loop = asyncio.get_running_loop()
    answered = loop.create_future()
    loop.call_soon(answered.set_result, 1)
    return await answered


async def by_hand():
    ends_at = asyncio.get_running_loop().time() + 1
    async with asyncio.timeout_at(ends_at):
        return await asyncio.gather(
            *(asyncio.create_task(upstream(ends_at)) for _ in range(SOURCES))
        )


async def by_join():
    call = Call(ends_at=asyncio.get_running_loop().time() + 1, writes=Writes())
    async with call.sources() as source:
        sources = [source.required(Fetch(upstream), cap_ms=900) for _ in range(SOURCES)]
    return [made.value for made in sources]


async def cpu_us(plan):
    gc.collect()
    began = time.process_time()
    for _ in range(REQUESTS):
        assert await plan() == [1] * SOURCES
    return (time.process_time() - began) / REQUESTS * 1e6


async def paired():
    return [await cpu_us(by_join) / await cpu_us(by_hand) for _ in range(ROUNDS)]


@pytest.mark.bench
@pytest.mark.parametrize("factory", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_join_costs_about_what_tasks_by_hand_cost(factory):
    with asyncio.Runner(loop_factory=factory) as runner:
        quotients = runner.run(paired())
    told = f"median {statistics.median(quotients):.2f}, {min(quotients):.2f}-{max(quotients):.2f}"
    print(f"join / by hand, {SOURCES} sources, {ROUNDS} pairs: {told}")
    assert statistics.median(quotients) < 1.3, told
