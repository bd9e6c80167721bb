"""Settings of a client: what a composition reads that whoever runs the BFF says.

In:  nothing; `contract/settings.py` makes these values of composition.yaml.
Out: Setting, and where the schema of all of them stands.
"""

from dataclasses import dataclass, field
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.names import snake
from bffgen.model.place import Place
from bffgen.model.spelling import variable

# Where the schema of all settings stands in the document that `contract/settings.py` makes.
CONFIG: Final = "/components/schemas/Config"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`showReviews: {type: boolean, default: true}`: one setting.

    Attributes:
        schema: of its value, without the default.
    """

    name: str
    schema: dict[str, Json] = field(hash=False)
    default: Json = field(hash=False)
    place: Place

    @property
    def attribute(self) -> str:
        """Give its name in the generated Settings: of `showReviews` it is `config_show_reviews`."""
        return f"config_{snake(self.name)}"

    @property
    def variable(self) -> str:
        """Give the environment variable that holds it: `BFF_CONFIG_SHOW_REVIEWS`."""
        return variable(self.attribute)
