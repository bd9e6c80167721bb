"""Write text to a stream of the process, whatever the other end of it is.

In:  one of the process's two streams, a text.
Out: nothing; NotTold where the text is lost.
How: a stream that is closed, or whose reader has left, is nobody's loss: the work goes on and its
     exit code counts. After any failure the stream leads nowhere, so that Python, which flushes it
     once more when it ends, has nothing to complain about.
"""

import os
import sys
from contextlib import suppress
from typing import TextIO

from bffgen.report.excerpt import shown


class NotTold(Exception):
    """What was to be said cannot be written, and somebody may wait for it; the text says why."""


def write(stream: TextIO | None, text: str) -> None:
    """Write text as it is, and flush; what the encoding lacks is written as an escape.

    Raises:
        NotTold: the text is lost although nobody closed the stream, as on a full disk.
    """
    if stream is None or stream.closed:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        lead_nowhere(stream)
    except OSError as fault:
        lead_nowhere(stream)
        raise NotTold((fault.strerror or str(fault)).lower()) from None


def lead_nowhere(stream: TextIO | None) -> None:
    """Let a stream that fails end in the null device."""
    if stream is None:
        return
    with suppress(OSError, ValueError):  # a stream without a descriptor has nothing to flush
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def wrong(said: str, code: int = 2) -> int:
    """Say on one line what was wrong with a call, where that can be said; give its exit code."""
    with suppress(NotTold):
        write(sys.stderr, f"bffgen: {shown(said)}\n")
    return code


def lost(reason: str) -> int:
    """Say that what was to be printed is lost; give the exit code of that."""
    return wrong(f"the screen cannot be written: {reason}")
