"""The join: the calls of a plan, begun as early as they can, ended by one rule.

In:  fetches, required or optional, some of which wait for the values of others.
Out: after the block each source has its value, an optional one may be MISSING or its fallback, for
     a reason; or the first required failure is raised, alone, when everything else has ended.
How: one task per call, begun at once or when its inputs are there. Each call ends by itself at the
     sooner of its cap and the plan's end; there is no scope around the group. What the plan's end
     still finds out is cut, so that a late extra never costs the whole answer.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Final, Generic, TypeAlias, TypeVar, TypeVarTuple, overload

from .body import MISSING
from .fetch import Fetch, HookFailed, Reason, SourceFailed, UpstreamFailed, unsent
from .index import Index
from .missing import Missing, all_missing
from .writes import Holding

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
Name = TypeVar("Name", bound=str)
Inputs = TypeVarTuple("Inputs")
Present_co = TypeVar("Present_co", covariant=True)
Value_co = TypeVar("Value_co", covariant=True)

Asked: TypeAlias = Fetch[T] | Callable[[], Fetch[T] | MISSING] | MISSING
AnySource: TypeAlias = "Source[object, object]"

_log = logging.getLogger(__name__)

_UNMAPPED: Final[Mapping[int, int]] = {}


class Source(Generic[Present_co, Value_co]):
    """One call of a plan.

    Two types, since they differ for an optional call: what a later call gets when it waits for
    this one, which is never MISSING, and what `value` is after the block.
    """

    __slots__ = (
        "begin",
        "cap_s",
        "failure",
        "fallback",
        "found",
        "inputs",
        "is_lost",
        "is_present",
        "is_write",
        "name",
        "on_status",
        "reason",
        "task",
        "until",
    )
    found: Value_co

    def __init__(self, name: str | None, cap_ms: int, on_status: Mapping[int, int]) -> None:
        self.name = name  # None marks a required source: nobody is told of it
        self.cap_s = cap_ms / 1000
        self.on_status = on_status
        self.inputs: tuple[AnySource, ...] = ()
        self.begin: Callable[..., Fetch[object] | MISSING] | None = None
        self.task: asyncio.Task[object] | None = None
        self.until = 0.0
        self.fallback: object = MISSING
        self.is_present = False  # a fallback is there as well
        self.is_lost = False
        self.is_write = False
        self.failure: BaseException | None = None
        self.reason: Reason | None = None

    def is_fatal(self, failure: BaseException) -> bool:
        """Tell whether a failure ends the plan; a fault of ours does, in an optional source too."""
        return self.name is None or not isinstance(failure, SourceFailed)

    @property
    def value(self) -> Value_co:
        """What the call gave; known once the join's block has ended."""
        try:
            return self.found
        except AttributeError:
            raise RuntimeError("a source has its value after the block of its join") from None


class Join:
    """The sources of one plan; `call.sources()` makes it and `async with` runs it.

    A source is made inside the block and runs from there on. The block of a plan awaits nothing;
    if it does, a failure of a source is told when the block ends.
    """

    __slots__ = (
        "_ends_at",
        "_is_cut",
        "_is_failing",
        "_is_open",
        "_loop",
        "_missing",
        "_out",
        "_sources",
        "_waiting",
        "_waker",
        "_writes",
    )
    _loop: asyncio.AbstractEventLoop

    def __init__(self, *, ends_at: float, writes: Holding) -> None:
        self._ends_at = ends_at
        self._writes = writes
        self._sources: list[AnySource] = []  # in plan order, which decides between equals
        self._waiting: list[AnySource] = []
        self._missing: tuple[Missing, ...] = ()
        self._out = 0
        self._waker: asyncio.Future[None] | None = None
        self._is_open = False
        self._is_failing = False
        self._is_cut = False

    # --- what a plan says

    def required(
        self, fetch: Fetch[T], *, cap_ms: int, on_status: Mapping[int, int] = _UNMAPPED
    ) -> Source[T, T]:
        """Begin a call that the answer cannot do without.

        Args:
            cap_ms: its own limit, also cut to what is left of the plan.
            on_status: upstream status to the status that the client is answered with.
        """
        source: Source[T, T] = Source(None, cap_ms, on_status)
        self._add(source)
        self._begin(source, fetch)
        return source

    @overload
    def optional(self, name: str, fetch: Asked[T], *, cap_ms: int) -> Source[T, T | MISSING]: ...
    @overload
    def optional(self, name: str, fetch: Asked[T], *, cap_ms: int, fallback: T) -> Source[T, T]: ...
    def optional(
        self, name: str, fetch: Asked[T], *, cap_ms: int, fallback: T | MISSING = MISSING
    ) -> Source[T, T | MISSING] | Source[T, T]:
        """Begin a call that the answer can do without.

        Args:
            name: told to the client when it is missing; sources may share one.
            fetch: the call, or what makes it; MISSING makes none, and nobody is told.
            cap_ms: its own limit, also cut to what is left of the plan.
            fallback: stands in where it is missing, also for the calls that wait for it.
        """
        source: Source[T, T | MISSING] = Source(name, cap_ms, _UNMAPPED)
        source.fallback = fallback
        self._add(source)
        source.begin = fetch if callable(fetch) else lambda: fetch
        self._begin_dependent(source)
        return source

    @overload
    def after(self, first: Source[A, object], /) -> "After[A]": ...
    @overload
    def after(self, first: Source[A, object], second: Source[B, object], /) -> "After[A, B]": ...
    @overload
    def after(
        self, first: Source[A, object], second: Source[B, object], third: Source[C, object], /
    ) -> "After[A, B, C]": ...
    @overload
    def after(
        self,
        first: Source[A, object],
        second: Source[B, object],
        third: Source[C, object],
        fourth: Source[D, object],
        /,
    ) -> "After[A, B, C, D]": ...
    def after(self, *inputs: AnySource) -> "After[*tuple[Any, ...]]":
        """Name the sources whose values the next call waits for."""
        return After(self, inputs)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the answer goes without, in plan order, one entry per name."""
        return self._missing

    def missing_names(self, *among: Name) -> list[Name] | MISSING:
        """Name what the answer goes without; MISSING where it is whole.

        Args:
            among: all names that there may be, in the order in which they are told.
        """
        told = {part.name for part in self._missing}
        return [name for name in among if name in told] or MISSING

    # --- how it runs

    async def __aenter__(self) -> "Join":
        """Open the block; its sources run in tasks of the loop that is running."""
        self._loop = asyncio.get_running_loop()
        self._is_open = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for the sources, then give every one its value, or raise the first failure."""
        if fault is not None:
            await self._abandon()
            return
        if self._out and not self._is_failing:
            end = self._loop.call_at(self._ends_at, self._cut)
            try:
                await self._wait()
            except asyncio.CancelledError:
                await self._abandon()
                raise
            finally:
                end.cancel()
        self._is_open = False
        if self._is_failing:
            failure = self._failure_to_tell()
            await self._abandon()
            for source in self._sources:  # a failure holds the plan's frame, which holds these
                source.failure = None
            try:
                raise failure
            finally:
                del failure
        self._tell_missing()

    def _add(self, source: AnySource) -> None:
        if not self._is_open:
            raise RuntimeError("a source is made inside the block of its join")
        self._sources.append(source)

    def add_waiting(
        self,
        source: AnySource,
        begin: Callable[..., Fetch[object] | MISSING],
        inputs: tuple[AnySource, ...],
    ) -> None:
        """Keep a source until its inputs are there; `after` is how a plan says it."""
        self._add(source)
        source.begin = begin
        source.inputs = inputs
        # The plan leaves some sources out while it is being said, before others wait for them.
        if any(given.is_lost and not given.is_present for given in inputs):
            self._lose(source)
            return
        self._waiting.append(source)
        self._begin_ready()  # an input is there already: a fallback, or the block has awaited

    def _begin(self, source: AnySource, fetch: Fetch[object]) -> None:
        now = self._loop.time()
        if now >= self._ends_at:
            self._fail(source, UpstreamFailed("budget"))
            return
        source.until = min(now + source.cap_s, self._ends_at)
        source.is_write = fetch.is_write
        # A write that was begun runs to its own cap, whatever becomes of the plan.
        until = now + source.cap_s if fetch.is_write else source.until
        source.task = task = self._loop.create_task(fetch.begin(until))
        self._out += 1
        task.add_done_callback(partial(self._ended, source))

    def _begin_waiting(self) -> None:
        if self._waiting and self._is_open and not self._is_failing:
            self._begin_ready()

    def _begin_ready(self) -> None:
        for source in tuple(self._waiting):
            # One that is lost on the way of another takes with it those that wait for it.
            if source in self._waiting and all(given.is_present for given in source.inputs):
                self._waiting.remove(source)
                self._begin_dependent(source)

    def _begin_dependent(self, source: AnySource) -> None:
        assert source.begin is not None
        # The plan's own code, in a callback of the loop, where nobody would hear of its fault.
        try:
            fetch = source.begin(*(given.found for given in source.inputs))
            if fetch is not MISSING:
                self._begin(source, fetch)
            elif source.name is None:
                raise TypeError("a required source cannot be left out: its plan gave MISSING")
            else:
                self._lose(source)
        except Exception as fault:
            self._fail(source, fault if source.name is None else unsent(source.name, fault))

    def _lose(self, source: AnySource) -> None:
        """Go on without a source: its fallback stands in, or what waits for it is lost as well."""
        source.is_lost = True
        if source.fallback is not MISSING:
            source.found = source.fallback
            source.is_present = True
            self._begin_waiting()
            return
        for waiting in tuple(self._waiting):
            if source in waiting.inputs and waiting in self._waiting:
                self._waiting.remove(waiting)
                self._lose(waiting)

    def _ended(self, source: AnySource, task: asyncio.Task[object]) -> None:
        if source.task is None:  # looked at already, by _failure_to_tell or _cut
            return
        source.task = None
        self._out -= 1
        failure = self._failure(source, task)
        if failure is not None:
            self._fail(source, failure)
        else:
            source.found = task.result()
            source.is_present = True
            self._begin_waiting()
        if not self._out:
            self._wake_up()

    def _failure(self, source: AnySource, task: asyncio.Task[object]) -> BaseException | None:
        if task.cancelled():
            # Cut by the plan's end; or given up by the client library, without a word of ours.
            failure: BaseException | None = UpstreamFailed("timeout" if self._is_cut else "connect")
        else:
            failure = task.exception()
        if not isinstance(failure, UpstreamFailed):
            return unsent(source.name, failure) if failure and source.name else failure
        reason = self._reason(source, failure.reason)
        client_status = source.on_status.get(failure.status) if failure.status else None
        if reason == failure.reason and client_status is None:
            return failure
        return UpstreamFailed(
            reason,
            failure.status,
            client_status=client_status,
            service=failure.service,
            headers=failure.headers,
        )

    def _reason(self, source: AnySource, reason: Reason) -> Reason:
        """Tell a call that was late by its own limit from one that was by the plan's."""
        return "budget" if reason == "timeout" and source.until >= self._ends_at else reason

    def _fail(self, source: AnySource, failure: BaseException) -> None:
        source.failure = failure
        if source.is_fatal(failure):
            self._is_failing = True
            self._wake_up()
        else:
            if isinstance(failure, HookFailed):  # nobody else hears of it
                _log.error("hook-failed, %s", failure, exc_info=failure.__cause__)
            self._lose(source)

    def _wake_up(self) -> None:
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)

    async def _wait(self) -> None:
        self._waker = self._loop.create_future()
        await self._waker

    def _cut(self) -> None:
        """End what is still out when the plan ends; a required call is late by its own limit."""
        self._is_cut = True
        for source in self._sources:
            if source.task is not None:
                self._stop(source, source.task)

    def _stop(self, source: AnySource, task: asyncio.Task[object]) -> None:
        if not source.is_write or task.done():
            task.cancel()
            return
        # Nobody can say what a write cancelled half-way has done: it runs to its own limit.
        self._writes.hold(task)
        source.task = None
        self._out -= 1
        self._fail(source, UpstreamFailed("budget" if source.until >= self._ends_at else "timeout"))
        if not self._out:
            self._wake_up()

    def _failure_to_tell(self) -> BaseException:
        """Choose among all that have failed by now: by plan order, never by status or by luck."""
        for source in self._sources:
            if source.task is not None and source.task.done():
                self._ended(source, source.task)
        return next(
            source.failure
            for source in self._sources
            if source.failure is not None and source.is_fatal(source.failure)
        )

    async def _abandon(self) -> None:
        """Cancel what is out and wait for its end, however often the wait is cancelled itself."""
        self._is_open = False
        for source in self._sources:
            if source.task is not None:
                self._stop(source, source.task)
        cancelled: asyncio.CancelledError | None = None
        while self._out:
            try:
                await self._wait()
            except asyncio.CancelledError as again:
                cancelled = again
        if cancelled is not None:
            raise cancelled

    def _tell_missing(self) -> None:
        told: dict[str, Reason] = {}
        for source in self._sources:
            if not source.is_present:
                source.found = MISSING
            source.reason = self._reason_to_tell(source)
            if source.reason is not None and source.name is not None:
                told.setdefault(source.name, source.reason)
        self._missing = all_missing(told)

    def _reason_to_tell(self, source: AnySource) -> Reason | None:
        if isinstance(source.failure, SourceFailed):
            return source.failure.reason
        if not source.is_lost:
            found = source.found
            partly = found.reason if isinstance(found, Index) else None
            return self._reason(source, partly) if partly else None
        # Not begun: an input is missing; or the plan left it out, for want of what a failed input
        # would have said.
        lacking = [given for given in source.inputs if not given.is_present] or source.inputs
        return next((given.reason for given in lacking if given.reason), None)


class After(Generic[*Inputs]):
    """The next call of a plan, which gets the values of the sources it waits for."""

    __slots__ = ("_inputs", "_join")

    def __init__(self, join: Join, inputs: tuple[AnySource, ...]) -> None:
        self._join = join
        self._inputs = inputs

    def required(
        self,
        begin: Callable[[*Inputs], Fetch[T]],
        *,
        cap_ms: int,
        on_status: Mapping[int, int] = _UNMAPPED,
    ) -> Source[T, T]:
        """Add a call that the answer cannot do without; every source it waits for is required too.

        Args:
            begin: makes the call of the values, when all of them are there.
            cap_ms: its own limit from its beginning on, also cut to what is left of the plan.
            on_status: upstream status to the status that the client is answered with.
        """
        for given in self._inputs:
            if given.name is not None and given.fallback is MISSING:
                raise TypeError(
                    f"a required source waits for `{given.name}`, which is optional: "
                    "the plan would have no answer whenever that is missing"
                )
        source: Source[T, T] = Source(None, cap_ms, on_status)
        self._join.add_waiting(source, begin, self._inputs)
        return source

    @overload
    def optional(
        self, name: str, begin: Callable[[*Inputs], Fetch[T] | MISSING], *, cap_ms: int
    ) -> Source[T, T | MISSING]: ...
    @overload
    def optional(
        self, name: str, begin: Callable[[*Inputs], Fetch[T] | MISSING], *, cap_ms: int, fallback: T
    ) -> Source[T, T]: ...
    def optional(
        self,
        name: str,
        begin: Callable[[*Inputs], Fetch[T] | MISSING],
        *,
        cap_ms: int,
        fallback: T | MISSING = MISSING,
    ) -> Source[T, T | MISSING] | Source[T, T]:
        """Add a call that the answer can do without; without an input it is missing, and not begun.

        Args:
            name: told to the client when it is missing; sources may share one.
            begin: makes the call of the values; MISSING makes none, and nobody is told.
            cap_ms: its own limit from its beginning on, also cut to what is left of the plan.
            fallback: stands in where it is missing, also for the calls that wait for it.
        """
        source: Source[T, T | MISSING] = Source(name, cap_ms, _UNMAPPED)
        source.fallback = fallback
        self._join.add_waiting(source, begin, self._inputs)
        return source
