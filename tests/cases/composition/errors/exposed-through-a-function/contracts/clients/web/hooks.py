"""What the team computes itself."""

from typing import Literal

from web_bff.ports import Call, Rating


async def rating(standing: Literal["GOOD", "BAD"], name: str, call: Call) -> Rating:
    """Rate a person in a word."""
    return Rating(word=standing.lower())
