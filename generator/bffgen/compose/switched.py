"""Settings in scope, and the sources that they switch on.

In:  the settings of a client, `when` of the sources of one operation.
Out: the settings as a value; source -> the setting that it is called under, or findings.
How: a switch is one setting that is `true` or `false` and nothing else, so that what a source
     depends on is told by its name.
"""

from dataclasses import replace

from bffgen.compose.bound import Bound
from bffgen.compose.scope import Scope
from bffgen.compose.spelled import spelled
from bffgen.model.client import Client
from bffgen.model.composition import Answered
from bffgen.model.expression import Read
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.setting import CONFIG


def settings_value(client: Client) -> Bound | None:
    """Give the settings as a value; None where there are none."""
    if not client.composition.settings:
        return None
    read = Read(
        root="config",
        name="config",
        pointer=CONFIG,
        types=frozenset(("object",)),
        mark=Mark(place=client.composition.place.at("config"), on="key"),
    )
    return Bound(read=read, api=client.settings, source="")


def switched(answered: Answered, scope: Scope, faults: list[Finding]) -> dict[str, Read]:
    """Give the setting of each source that has one."""
    found: dict[str, Read] = {}
    for source in answered.sources:
        if source.when is None:
            continue
        if source.when.root != "config":
            problem = f"`{source.when.text}` switches a source; only a setting does, `config.NAME`"
            faults.append(finding("compose-schema", source.when.mark, problem=problem))
            continue
        bound = scope.resolve(source.when)
        if isinstance(bound, Finding):
            faults.append(bound)
        elif bound.read.types != {"boolean"}:
            theirs = Mark(place=bound.api.place(bound.read.pointer), on="key", label="the setting")
            problem = f"`{source.when.text}` is {spelled(bound.read.types)}; a switch is a boolean"
            faults.append(finding("compose-schema", source.when.mark, theirs, problem=problem))
        else:
            found[source.name] = replace(bound.read, mark=source.when.mark)
    return found
