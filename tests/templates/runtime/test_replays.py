"""Kept answers in virtual time: claimed once, kept to their end, dropped where there is no room."""

import asyncio
import logging

import pytest
from bff_package.runtime.replays import Claimed, KeptAnswer, Standing
from bff_package.runtime.replays_in_memory import ReplaysInMemory
from hypothesis import given
from hypothesis import strategies as st

from tests.templates.runtime.virtual_clock import run

ANSWER = KeptAnswer(201, [(b"location", b"/things/1")], b"made")


def sized(size):
    return KeptAnswer(201, [], b"x" * size)


async def kept(store, key, answer=ANSWER, keep_s=10.0, digest="d"):
    claimed = await store.claim(key, digest, lease_s=5)
    assert isinstance(claimed, Claimed)
    await store.keep(key, claimed.token, answer, keep_s=keep_s)


def test_a_key_is_claimed_once_and_says_what_stands_under_it():
    async def main():
        store = ReplaysInMemory()
        claimed = await store.claim("k", "d", lease_s=5)
        running = await store.claim("k", "other", lease_s=5)
        await store.keep("k", claimed.token, ANSWER, keep_s=10)
        return running, await store.claim("k", "d", lease_s=5)

    assert run(main()) == (Standing("d", None), Standing("d", ANSWER))


@pytest.mark.parametrize(("after_s", "is_there"), [(9.9, True), (10.0, False), (20.0, False)])
def test_an_answer_lives_as_long_as_its_operation_says(after_s, is_there):
    async def main():
        store = ReplaysInMemory()
        await kept(store, "k", keep_s=10)
        await asyncio.sleep(after_s)
        return isinstance(await store.claim("k", "d", lease_s=5), Standing)

    assert run(main()) == is_there


def test_a_key_that_is_released_is_claimed_anew():
    async def main():
        store = ReplaysInMemory()
        claimed = await store.claim("k", "d", lease_s=5)
        await store.release("k", claimed.token)
        return await store.claim("k", "other", lease_s=5)

    assert isinstance(run(main()), Claimed)


def test_a_claim_whose_lease_has_ended_is_another_s_and_keeps_nothing():
    async def main():
        store = ReplaysInMemory()
        first = await store.claim("k", "d", lease_s=5)
        await asyncio.sleep(5)
        second = await store.claim("k", "other", lease_s=5)
        await store.keep("k", first.token, ANSWER, keep_s=10)
        await store.release("k", first.token)
        return second, await store.claim("k", "other", lease_s=5)

    second, found = run(main())
    assert isinstance(second, Claimed)
    assert found == Standing("other", None)


def test_without_room_what_ends_soonest_goes_first_and_one_warning_says_so(caplog):
    async def main():
        store = ReplaysInMemory(most_bytes=4000)
        running = await store.claim("running", "d", lease_s=5)
        for number in range(4):
            await kept(store, f"k{number}", sized(400), keep_s=100 - number)
        await kept(store, "large", sized(1400), keep_s=100)
        found = {
            key: isinstance(await store.claim(key, "d", lease_s=5), Standing)
            for key in ("running", "k0", "k1", "k2", "k3", "large")
        }
        return running, found

    with caplog.at_level(logging.WARNING):
        _, found = run(main())
    assert found == {
        "running": True, "k0": True, "k1": False, "k2": False, "k3": False, "large": True,
    }  # fmt: skip
    assert [each.message for each in caplog.records] == [
        "kept answers fill their 4000 bytes: some end early"
    ]


KEYS = st.sampled_from(["a", "b", "c"])
DEEDS = st.sampled_from(["claim", "keep", "release", "wait"])
STEPS = st.lists(st.tuples(DEEDS, KEYS, st.integers(1, 4)), max_size=40)


@given(STEPS)
def test_a_store_is_a_table_with_ends(steps):
    """Any order of claims, answers and waits: what stands is what a plain table would have."""

    async def main():
        loop, store = asyncio.get_running_loop(), ReplaysInMemory()
        table, claims = {}, {}
        for number, (step, key, for_s) in enumerate(steps):
            now = loop.time()
            table = {name: each for name, each in table.items() if each[0] > now}
            if step == "wait":
                await asyncio.sleep(for_s)
            elif step == "claim":
                found = await store.claim(key, str(number), lease_s=for_s)
                if key in table:
                    assert found == Standing(*table[key][1:])
                else:
                    claims[key] = (found.token, str(number))
                    table[key] = (now + for_s, str(number), None)
            elif key in claims:
                token, digest = claims.pop(key)
                if step == "keep":
                    await store.keep(key, token, sized(number), keep_s=for_s)
                    table[key] = (now + for_s, digest, sized(number))
                else:
                    await store.release(key, token)
                    table.pop(key, None)

    run(main())
