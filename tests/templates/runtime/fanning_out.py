"""What sources of several calls ask in tests: chunks of keys, or single ones, after a time.

In:  keys, what a call takes, fails with or does not know.
Out: fetches of `batch` and `each`, and notes of what was asked and how much of it was out.
How: all ends by itself at the moment given, in virtual time.
"""

import asyncio
from dataclasses import dataclass, field

from bff_package.runtime.body import MISSING
from bff_package.runtime.fan_out import batch, each
from bff_package.runtime.fetch import Fetch, UpstreamFailed


@dataclass
class Upstream:
    """Answers with the upper case of each key, 10 ms a call where nothing else is said.

    Attributes:
        takes_ms, fails: of the call whose first key it is; unknown: keys that it does not have.
        asked: what each call asked for, in the order in which the calls began.
    """

    takes_ms: dict = field(default_factory=dict)
    fails: dict = field(default_factory=dict)
    unknown: str = ""
    asked: list = field(default_factory=list)
    until: list = field(default_factory=list)
    cancelled: list = field(default_factory=list)
    out: int = 0
    peak: int = 0

    def chunk(self, keys):
        return Fetch(lambda until: self._call(tuple(keys), until))

    def one(self, key):
        return Fetch(lambda until: self._one(key, until))

    async def _one(self, key, until):
        return (await self._call((key,), until))[key]

    async def _call(self, keys, until):
        loop = asyncio.get_running_loop()
        self.asked.append(keys)
        self.until.append(until)
        self.out += 1
        self.peak = max(self.peak, self.out)
        try:
            takes_s = self.takes_ms.get(keys[0], 10) / 1000
            await asyncio.sleep(min(takes_s, until - loop.time()))
            if loop.time() >= until:
                raise UpstreamFailed("timeout")
        except asyncio.CancelledError:
            self.cancelled.append(keys)
            raise
        finally:
            self.out -= 1
        if keys[0] in self.fails:
            raise self.fails[keys[0]]
        return {key: key.upper() for key in keys if key not in self.unknown}


def in_batch(upstream, keys, *, size=2, at_once=4, **more):
    return batch(keys, upstream.chunk, lambda answer: answer, size=size, at_once=at_once, **more)


def for_each(upstream, elements, *, limit=99, at_once=4, **more):
    return each(
        elements, upstream.one, lambda element: element, limit=limit, at_once=at_once, **more
    )


def found(index, keys="abcdefgh"):
    return {key: index.by(key) for key in keys if index.by(key) is not MISSING}


def failed(reason, status=None):
    return UpstreamFailed(reason, status)
