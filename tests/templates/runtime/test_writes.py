"""Writes that outlive their requests: kept alive, logged, waited for."""

import asyncio
import gc

from bff_package.runtime.fetch import UpstreamFailed
from bff_package.runtime.writes import Writes

from tests.templates.runtime.virtual_clock import run


def test_settling_waits_for_writes_that_are_held_meanwhile():
    async def main():
        loop = asyncio.get_running_loop()
        writes = Writes()
        writes.hold(asyncio.create_task(asyncio.sleep(2)))
        loop.call_later(1, lambda: writes.hold(asyncio.create_task(asyncio.sleep(5))))
        await writes.settle()
        return loop.time()

    assert run(main()) == 6.0


def test_a_held_write_that_nobody_else_knows_is_not_collected():
    ended = []

    async def write():
        await asyncio.sleep(1)
        ended.append(True)

    async def main():
        writes = Writes()
        writes.hold(asyncio.create_task(write()))
        await asyncio.sleep(0)
        gc.collect()
        await writes.settle()

    run(main())
    assert ended == [True]


def test_an_upstream_that_refuses_a_held_write_is_a_line_without_a_trace(caplog):
    async def refused():
        raise UpstreamFailed("status", 409)

    async def main():
        writes = Writes()
        writes.hold(asyncio.create_task(refused()))
        await writes.settle()

    run(main())
    assert "a write ended after its answer: status" in caplog.text
    assert "Traceback" not in caplog.text
