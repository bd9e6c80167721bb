"""Schemas of what an author says nothing of: they stand beside the document that is read.

In:  the pointer of the object that has no schema.
Out: the pointer of the schema that is taken for it; the pointer back.
How: the meaning of a contract holds them by the author's pointer, so that a place of one is printed
     where the schema would be.
"""

from typing import Final

from bffgen.model.place import join, tokens

UNSAID: Final = "/x-bffgen-unsaid"


def unsaid(pointer: str) -> str:
    """Give the place of the schema that is taken for what an object does not say."""
    return join(UNSAID, pointer)


def written_at(pointer: str) -> str:
    """Give the place in the author's document; any other pointer is one already."""
    if not pointer.startswith(UNSAID):
        return pointer
    _, holder, *below = tokens(pointer)
    return join(holder, *below)
