# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What hooks send to pricing, whole: Pricing 1.17.0."""

from typing import Annotated

from pydantic import Field

from ..runtime.body import Body


class QuoteRequest(Body):
    """The articles to quote."""

    skus: Annotated[
        list[Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]],
        Field(max_length=100, min_length=1),
    ]
    """Articles, each once."""
