"""Read the section `config:` of composition.yaml: settings that values and sources may read.

In:  the section, the client's pool of schemas.
Out: Settings, and their Api: an object with a schema, which paths of `config` lead through.
How: a setting is a plain value, since an environment variable holds it; its default stands beside
     its schema and is held to it.
"""

import re
from collections.abc import Iterable
from typing import Final

from bffgen.contract.fields import Fields, kind
from bffgen.contract.outside import unfit_schema
from bffgen.model.api import Api, of_schemas
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place, join, tokens
from bffgen.model.pool import Pool
from bffgen.model.setting import CONFIG, Setting
from bffgen.proof.validate import fault_if_judged

# What an environment variable can be called after, so that no two spellings are told apart by it.
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def read_settings(file: Fields) -> tuple[Setting, ...]:
    """Read the section; a setting with a fault is left out."""
    found: dict[str, Setting] = {}
    for name, written, place in file.items("config"):
        setting = _setting(name, written, place, file.faults)
        if setting is None:
            continue
        other = found.setdefault(setting.variable, setting)
        if other is not setting:
            problem = f"`{name}` and `{other.name}` would both be `{setting.variable}`"
            mark = Mark(place=place, on="key")
            file.faults.append(finding("compose-schema", mark, problem=problem))
    return tuple(found.values())


def _setting(name: str, written: Json, place: Place, faults: list[Finding]) -> Setting | None:
    if not isinstance(written, dict) or not _NAME.fullmatch(name):
        said = kind(written) if not isinstance(written, dict) else f"the name `{name}`"
        problem = f"{said} where a setting with its JSON Schema and `default` belongs"
        faults.append(finding("compose-schema", place, problem=problem))
        return None
    schema = {key: value for key, value in written.items() if key != "default"}
    unfit = unfit_schema(schema, place, "setting", own=("default",), takes_lists=False)
    if unfit is None and schema["type"] != "string" and "enum" in schema:
        problem = "`enum` of a setting lists texts; a number has bounds"
        unfit = finding("compose-schema", Mark(place=place.at("enum"), on="key"), problem=problem)
    if unfit is None and "default" not in written:
        problem = f"`{name}` has no `default`, which stands where nobody sets it"
        unfit = finding("compose-schema", Mark(place=place, on="key"), problem=problem)
    if unfit is None and (fault := fault_if_judged(schema, "", written["default"])) is not None:
        problem = f"the default of `{name}` does not fit its own schema: {fault[1]}"
        unfit = finding("compose-schema", place.at("default"), problem=problem)
    if unfit is not None:
        faults.append(unfit)
        return None
    return Setting(name=name, schema=schema, default=written["default"], place=place)


def settings_api(settings: Iterable[Setting], place: Place, pool: Pool) -> Api:
    """Give the settings as the one schema of a document of its own.

    Args:
        place: of composition.yaml.
    """
    listed = tuple(settings)
    whole: dict[str, Json] = {
        "type": "object",
        "properties": {each.name: dict(each.schema) for each in listed},
        "required": [each.name for each in listed],
    }
    document: Json = {"components": {"schemas": {"Config": whole}}}
    properties = join(CONFIG, "properties")

    def written(pointer: str) -> Place:
        below = tokens(pointer)[len(tokens(properties)) :]
        return place.at("config", *below) if pointer.startswith(properties) else place.at("config")

    return of_schemas(document, pool, written)
