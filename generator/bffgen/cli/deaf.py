"""Be deaf to an interrupt: what has ended cannot be interrupted, and only takes itself apart."""

import signal


def be_deaf() -> None:
    """Ignore SIGINT from now on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
