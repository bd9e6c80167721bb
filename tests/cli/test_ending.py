"""A signal that ends a command is heard at whatever moment it comes."""

from pathlib import Path

import pytest

from tests.processes import python

ROOT = Path(__file__).resolve().parents[2]
# Asks whether the end has come, and is told it at the first step of that, then at the second, ...
SCRIPT = """
import signal, sys
from bffgen.cli.ending import Ending

def is_heard_at(step, name):
    seen = 0
    def trace(frame, event, arg):
        nonlocal seen
        seen += 1
        if seen == step:
            signal.raise_signal(getattr(signal, name))
        return trace
    with Ending() as ending:
        sys.settrace(trace)
        ending.has_come(within_s=0)
        sys.settrace(None)
        return None if seen < step else ending.has_come(within_s=60)

step = 1
while (is_heard := is_heard_at(step, sys.argv[1])) is not None:
    assert is_heard, step
    step += 1
print(step)
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_end_that_comes_while_it_is_asked_for_is_heard(name):
    ran = python("-c", SCRIPT, name, limit_s=120)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 3, "no step of it was seen"
