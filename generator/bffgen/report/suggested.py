"""Print a composition to start from, as YAML that a person pastes and goes on with.

In:  a Suggestion.
Out: an entry of `operations:`; what was found nowhere stands in it as comments.
"""

import json
import re
from collections.abc import Iterable, Iterator

from bffgen.model.suggestion import SuggestedSource, Suggestion

# What stands in YAML without quotes and is a text there.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_OTHER = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def suggested(suggestion: Suggestion) -> str:
    """Give the lines of one operation, each indented by two."""
    name = _key(suggestion.operation)
    if not suggestion.sources:
        return "\n".join(
            (
                f"  # {suggestion.operation}: no upstream has what it answers; a function may:",
                f"  {name}: {{implement: {_function(suggestion.operation)}}}",
                "",
            )
        )
    main, *beside = suggestion.sources
    is_plain = not (beside or suggestion.mapped or main.given)
    if is_plain:
        lines = [f"  {name}: {main.call}"]
        lines += [f"  # {each}" for each in (*_asks(main), *_lacks(suggestion))]
    else:
        lines = [f"  {name}:", "    sources:"]
        for each in suggestion.sources:
            lines.append(f"      {each.name}: {_source(each)}")
            lines += [f"      # {line}" for line in _asks(each)]
        lines += _body(suggestion, main)
    return "\n".join(lines) + "\n"


def _source(each: SuggestedSource) -> str:
    said = [f"call: {each.call}"]
    if each.given:
        given = ", ".join(f"{_key(name)}: {path}" for name, path in each.given)
        said.append(f"with: {{{given}}}")
    if not each.required:
        said.append("required: false")
    return f"{{{', '.join(said)}}}"


def _body(suggestion: Suggestion, main: SuggestedSource) -> Iterator[str]:
    if not suggestion.mapped and not suggestion.lacking:
        yield f"    body: {main.name}"
        return
    yield "    body:"
    if suggestion.copied:
        yield f"      from: {main.name}"
        yield "      map:" if suggestion.mapped else "      map: {}"
    indent = " " * (8 if suggestion.copied else 6)
    for name, path in suggestion.mapped:
        yield f"{indent}{_key(name)}: {path}"
    for line in _lacks(suggestion):
        yield f"{indent}# {line}"


def _asks(each: SuggestedSource) -> Iterable[str]:
    if each.is_write:
        yield f"{each.call} changes something"
    for name in each.lacking:
        yield f"{each.call} asks for `{name}`: nothing of the request gives it"


def _lacks(suggestion: Suggestion) -> Iterable[str]:
    for each in suggestion.lacking:
        must = "required" if each.required else "optional; name it under `omit:` to go without"
        yield f"`{each.name}` ({each.types}) was not found; {must}"


def _key(name: str) -> str:
    is_plain = _PLAIN.fullmatch(name) and name.lower() not in _OTHER
    return name if is_plain else json.dumps(name, ensure_ascii=False)


def _function(name: str) -> str:
    found = "_".join(re.findall(r"[A-Za-z][a-z0-9]*|[0-9]+", name)).lower()
    return found if found[:1].isalpha() else f"answer_{found}"
