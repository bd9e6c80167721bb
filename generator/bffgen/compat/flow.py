"""Who sends what: an operation that the client calls, or one by which the BFF calls the client.

In:  an operation and where it stands.
Out: Flow: its name, and the direction of its request and of its answers.
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
    """

    name: str
    called_by_us: bool = False

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
