"""Who sends what: an operation that the client calls, or one by which the BFF calls the client.

In:  an operation and where it stands.
Out: Flow: its name, and the direction of its request and of its answers; Message, one of these.
How: polarity belongs to the flow: in a webhook or a callback everything around a body swaps with it
     (PITFALLS.md 11).
"""

from dataclasses import dataclass

from bffgen.model.rule import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One operation as findings name it.

    Attributes:
        name: `METHOD path`; `webhook NAME`; `callback NAME of METHOD path`.
        called_by_us: the BFF sends the request, the client answers it.
        only_reads: the client asks for something, and changes nothing by it (RFC 9110 9.3.1).
    """

    name: str
    called_by_us: bool = False
    only_reads: bool = False

    @property
    def asks(self) -> Direction:
        """Give the direction of the request."""
        return "response" if self.called_by_us else "request"

    @property
    def answers(self) -> Direction:
        """Give the direction of the answer."""
        return "request" if self.called_by_us else "response"

    def words(self, what: str) -> str:
        """Say where something stands: `webhook order.shipped body`."""
        return f"{self.name} {what}" if self.called_by_us else what


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The request of a flow, or its answer of some statuses.

    Attributes:
        status: three digits, a range or `default`; empty for the request.
    """

    flow: Flow
    status: str = ""

    @property
    def direction(self) -> Direction:
        """Say who sends it."""
        return self.flow.answers if self.status else self.flow.asks

    @property
    def is_refusal(self) -> bool:
        """Say whether it tells the client that what it asked for was not done."""
        return not self.flow.called_by_us and self.status.startswith(("4", "5", "default"))

    def words(self, part: str = "") -> str:
        """Say where a part of it stands: `request body`, `webhook order.shipped body`."""
        message = f"response {self.status}" if self.status else ""
        if not self.status and not self.flow.called_by_us:
            message = "request"
        return self.flow.words(f"{message} {part}".strip())
