"""Put text on the screen, in colour where a person is looking.

In:  the process's two text streams and its environment.
Out: Screen with two panes, `out` for results and `err` for what went wrong with the call; each
     writes text and gives the painter that `report/text.py` takes.
How: rich renders the styles and is imported on a terminal alone; elsewhere a pane has no painter
     and the same text is plain. Colour repeats what the words say.
"""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TextIO

from bffgen.cli.stream import write
from bffgen.cli.unchanged import is_coloured
from bffgen.report.text import Paint, Role

_STYLES = {
    Role.ERROR: "bold red",
    Role.WARNING: "bold yellow",
    Role.INFO: "bold cyan",
    Role.PATH: "blue",
    Role.CARET: "magenta",
}


class Pane:
    """One stream of the screen."""

    def __init__(self, stream: TextIO | None, environ: Mapping[str, str]) -> None:
        self._stream = stream
        self._environ = environ

    @cached_property
    def paint(self) -> Paint | None:
        """The painter of this stream; None where text is to stay plain."""
        stream = self._stream
        return painter() if stream and is_coloured(stream, self._environ) else None

    def marked_up(self, text: str) -> str:
        """Give Markdown as it is meant to look; as it is where nobody is looking."""
        return text if self.paint is None else rendered(text)

    def write(self, text: str) -> None:
        """Write text as it is, and flush.

        Raises:
            NotTold: the text is lost although somebody may wait for it.
        """
        write(self._stream, text)


class Screen:
    """The two streams of a command.

    Attributes:
        out: what the command was asked for, findings among it.
        err: why the call itself was wrong.
    """

    def __init__(
        self,
        stdout: TextIO | None,
        stderr: TextIO | None,
        *,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.out = Pane(stdout, environ)
        self.err = Pane(stderr, environ)


def rendered(text: str) -> str:
    """Render Markdown for a terminal, in its width."""
    from rich.console import Console  # 60 ms of import; a pipe or a log never gets here
    from rich.markdown import Markdown  # in the same 60 ms

    console = Console(force_terminal=True)
    with console.capture() as captured:
        console.print(Markdown(text))
    return captured.get()


def painter() -> Paint:
    """Give the painter of a terminal."""
    from rich.color import ColorSystem  # 20 ms of import; a pipe or a log never gets here
    from rich.style import Style  # in the same 20 ms

    styles = {role: Style.parse(style) for role, style in _STYLES.items()}

    def paint(role: Role, part: str) -> str:
        return styles[role].render(part, color_system=ColorSystem.STANDARD)

    return paint
