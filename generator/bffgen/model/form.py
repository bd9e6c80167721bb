"""How the members of a form travel (`application/x-www-form-urlencoded`).

In:  nothing; `compose/forms.py` makes this value of a media type and its `encoding`.
Out: Form.
"""

from dataclasses import dataclass
from typing import Final

from bffgen.model.media import bare

FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What of a form travels otherwise than by its schema alone, in the schema's order.

    Attributes:
        joined: lists that are one text, with commas between.
        deep: objects that are sent member by member, as `address[city]`.
    """

    joined: tuple[str, ...] = ()
    deep: tuple[str, ...] = ()


def is_form(media_type: str) -> bool:
    """Say whether a media type is that of forms."""
    return bare(media_type) == FORM
