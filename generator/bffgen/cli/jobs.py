"""Make clients in processes of their own.

In:  how many processes, a function, its items.
Out: its results, in the order of the items, the same for any number of processes.
How: the process is forked when what all items need has been read, so that nothing is read twice and
     only results travel, each when its turn has come: a process is at most one ahead. Where a
     system cannot fork safely, one process does it all.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TypeVar

from bffgen.tasks.build import Each, in_turn

A = TypeVar("A")
B = TypeVar("B")


def jobs(count: int) -> Each:
    """Give what calls a function with each item in so many processes."""
    if count < 2 or sys.platform != "linux":  # macOS has fork, and libraries that do not bear it
        return in_turn

    def each(function: Callable[[A], B], items: Sequence[A]) -> Iterable[B]:
        wanted = min(count, len(items))
        return in_turn(function, items) if wanted < 2 else _forked(function, items, wanted)

    return each


def _forked(function: Callable[[A], B], items: Sequence[A], count: int) -> Iterator[B]:
    """Let process n do every item whose number is n, modulo their count."""
    context = multiprocessing.get_context("fork")
    running = []
    for number in range(count):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(theirs, function, items[number::count]))
        process.start()
        theirs.close()
        running.append((process, ours))
    try:
        for number in range(len(items)):
            process, ours = running[number % count]
            try:
                result: B = ours.recv()
            except EOFError:
                process.join()
                code = process.exitcode
                raise RuntimeError(f"a job ended with code {code}, see above") from None
            yield result
    finally:
        for process, ours in running:
            ours.close()  # who still wants to tell something ends by this
            process.join()


def _work(answer: Connection, function: Callable[[A], B], items: Sequence[A]) -> None:
    """Do a share and send what comes of each; a traceback goes where the command's own would."""
    try:
        for each in items:
            answer.send(function(each))
    except (KeyboardInterrupt, BrokenPipeError):  # the command ends, and says so itself
        os._exit(1)
    answer.close()
