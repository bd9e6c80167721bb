"""config.py of a package, and the settings that its values come from.

In:  a client, the schema of its settings.
Out: ConfigView, the SettingViews, the argument of `bff_app`.
How: Settings has an attribute for each, read of its environment variable, and Config is built of
     them once, when the app is made; so what a plan reads was checked at the start.
"""

from collections.abc import Iterable

from bffgen.emit.bodies import bodies, import_types
from bffgen.emit.classes import SourceClasses
from bffgen.emit.expression import literal
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Chain, Node, call, flat, lay_assigned, named
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.reading import Typed
from bffgen.emit.view import ConfigView, SettingView
from bffgen.emit.words import docstring, sentence
from bffgen.model.client import Client
from bffgen.model.plan import ClientPlan
from bffgen.model.setting import Setting

_CONFIG = "Config"


def setting_classes(client: Client, plan: ClientPlan) -> tuple[WrittenClass, ...]:
    """Write the class of a client's settings; none where it has no settings."""
    made = SourceClasses(plan.settings, _CONFIG, "")
    return write_classes(made.schemas) if client.composition.settings else ()


def typed_settings(plan: ClientPlan, classes: Iterable[WrittenClass]) -> Typed:
    """Give the type of the settings, as plans know it."""
    made = SourceClasses(plan.settings, _CONFIG, "")
    by_name = {each.name: each for each in classes}
    return Typed(schema=made.root, schemas=made.schemas, classes=by_name, prefix="")


def view_config(client: Client, classes: Iterable[WrittenClass]) -> ConfigView:
    """View the module of a client's settings."""
    imports = Imports()
    listed = tuple(classes)
    said = {each.name: "The settings, as composition.yaml declares them." for each in listed}
    views = bodies(listed, imports, depth=0, said=said, docs=True)
    doc = f"What is set from outside for {client.name} beside addresses and keys."
    return ConfigView(doc=docstring(doc, indent=0), imports=imports.text(), classes=views)


def view_settings(
    client: Client, classes: Iterable[WrittenClass], imports: Imports
) -> tuple[SettingView, ...]:
    """View the attributes of Settings that hold a client's own settings.

    Args:
        imports: of settings.py.
    """
    by_name = {each.name: each for each in client.composition.settings}
    views = []
    for written in classes:
        import_types(written, imports, ".runtime.body")
        for field in written.fields:
            setting = by_name[field.name]
            target = Chain(parts=(f"{setting.attribute}: ", field.annotation))
            default = flat(literal(setting.default))
            views.append(
                SettingView(
                    attribute=setting.attribute,
                    line=lay_assigned(target, default, indent=4),
                    doc=docstring(_said(setting, field.doc), indent=4),
                    default=f"`{_written(setting)}`",
                )
            )
    return tuple(views)


def _said(setting: Setting, doc: str) -> str:
    said = (sentence(doc) or f"The setting `{setting.name}` of the composition.").rstrip(".")
    return f"{said}: `{setting.variable}`."


def _written(setting: Setting) -> str:
    """Write a default as an environment variable holds it."""
    value = setting.default
    return str(value).lower() if isinstance(value, bool) else str(value)


def settings_argument(
    client: Client, classes: Iterable[WrittenClass], imports: Imports
) -> list[Node]:
    """Give the argument that hands the settings to the app.

    Args:
        imports: of app.py.
    """
    by_name = {each.name: each for each in client.composition.settings}
    made: list[Node] = []
    for written in classes:
        imports.add(".config", written.name)
        values = [
            named(field.attribute, f"given.{by_name[field.name].attribute}")
            for field in written.fields
        ]
        made.append(named("config", call(written.name, values)))
    return made
