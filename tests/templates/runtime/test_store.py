"""The store in memory: never beyond its bytes, nor an entry's time; the oldest go first."""

import asyncio

from bff_package.runtime.store import Entry, MemoryStore
from hypothesis import given
from hypothesis import strategies as st


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def entry(body=b"x", fresh_s=10.0, **more):
    return Entry(status=200, headers=(), body=body, fresh_s=fresh_s, **more)


def now(coroutine):
    """Run what never waits."""
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("the store in memory has waited")


DEEDS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 9), st.integers(0, 3000), st.integers(0, 5)),
    st.tuples(st.just("get"), st.integers(0, 9)),
    st.tuples(st.just("drop"), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.floats(0, 20)),
)


@given(st.integers(0, 9000), st.lists(DEEDS, max_size=60))
def test_whatever_is_done_it_keeps_within_its_bytes_and_times(most_bytes, deeds):
    clock = Clock()
    store = MemoryStore(most_bytes, clock=clock)
    put: dict[str, tuple[Entry, float]] = {}
    for deed, *given_values in deeds:
        match deed, given_values:
            case "put", [key, size, stale]:
                made = entry(b"x" * size, revalidate_s=float(stale), if_error_s=2.0)
                now(store.put(str(key), made))
                put[str(key)] = made, clock.now
            case "get", [key]:
                found = now(store.get(str(key)))
                if found is not None:
                    kept, put_at = put[str(key)]
                    assert found == (kept, clock.now - put_at)
                    assert found[1] < kept.fresh_s + max(kept.revalidate_s, kept.if_error_s)
            case "drop", [key]:
                now(store.drop(str(key)))
                assert now(store.get(str(key))) is None
            case "wait", [seconds]:
                clock.now += seconds
        assert 0 <= store.bytes_used <= most_bytes
        assert len(store) * 600 <= most_bytes


def test_what_is_past_all_its_times_is_gone():
    clock = Clock()
    store = MemoryStore(2000, clock=clock)
    now(store.put("a", entry(revalidate_s=2.0, if_error_s=5.0)))
    clock.now = 14.9
    assert now(store.get("a")) is not None
    clock.now = 15.0
    assert now(store.get("a")) is None
    assert store.bytes_used == 0


def test_the_least_recently_used_goes_first():
    store = MemoryStore(2000, clock=Clock())
    for name in "abc":
        now(store.put(name, entry(b"x" * 40)))
    assert [name for name in "abc" if now(store.get(name))] == ["a", "b", "c"]
    now(store.get("a"))
    now(store.put("d", entry(b"x" * 40)))
    assert [name for name in "abcd" if now(store.get(name))] == ["a", "c", "d"]


def test_what_is_larger_than_all_takes_no_other_away():
    store = MemoryStore(2000, clock=Clock())
    now(store.put("a", entry()))
    now(store.put("b", entry(b"x" * 3000)))
    assert now(store.get("a")) is not None
    assert now(store.get("b")) is None


def test_a_thousand_answers_of_64_kib_take_no_more_memory_than_they_may():
    import tracemalloc

    async def main():
        store = MemoryStore(2**22)
        for number in range(1000):
            await store.put(str(number), entry(bytes(2**16)))
        return len(store)

    tracemalloc.start()
    try:
        kept = asyncio.run(main())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 55 < kept < 64
    assert peak < 2**22 * 1.25
