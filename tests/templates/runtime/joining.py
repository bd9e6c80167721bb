"""What plans of a test join: calls that take a time and end in a value or a failure.

In:  what a call ends in, after how many milliseconds.
Out: fetches for a join, and notes of what became of each with the time of the loop.
How: they end by themselves at the moment they are given, as every real call does.
"""

import asyncio
from dataclasses import dataclass, field

from bff_package.runtime.call import Call
from bff_package.runtime.fetch import Fetch, UpstreamFailed
from bff_package.runtime.writes import Writes


@dataclass
class Upstream:
    """Makes fetches and notes what becomes of them, each line with the loop time in ms."""

    notes: list[str] = field(default_factory=list)

    def gives(self, name, value, *, after_ms, is_write=False):
        return Fetch(lambda until: self._call(name, after_ms, value, until), is_write=is_write)

    def fails(self, name, failure, *, after_ms):
        return Fetch(lambda until: self._call(name, after_ms, failure, until))

    async def _call(self, name, after_ms, end, until):
        loop = asyncio.get_running_loop()
        self._note(name, "begun")
        try:
            await asyncio.sleep(min(after_ms / 1000, until - loop.time()))
        except asyncio.CancelledError:
            self._note(name, "cancelled")
            raise
        if loop.time() >= until and after_ms > 0:
            self._note(name, "late")
            raise UpstreamFailed("timeout")
        self._note(name, "ended")
        if isinstance(end, BaseException):
            raise end
        return end

    def _note(self, name, what):
        self.notes.append(f"{round(asyncio.get_running_loop().time() * 1000)} {name} {what}")


def call(*, within_ms):
    return Call(ends_at=asyncio.get_running_loop().time() + within_ms / 1000, writes=Writes())


def now_ms():
    return round(asyncio.get_running_loop().time() * 1000)


def failed(reason, status=None):
    return UpstreamFailed(reason, status)
