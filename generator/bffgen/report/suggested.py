"""Print a composition to start from, as YAML that a person pastes and goes on with.

In:  a Suggestion.
Out: an entry of `operations:`; what was found nowhere stands in it as comments.
"""

import json
import re
from collections.abc import Iterable, Iterator
from keyword import iskeyword

from bffgen.model.suggestion import SuggestedSource, Suggestion
from bffgen.report.excerpt import shown

# What stands in YAML without quotes, in braces too, and is a text there.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*(?: [A-Z]+ /[A-Za-z0-9_./-]*)?")
_OTHER = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def suggested(suggestion: Suggestion) -> str:
    """Give the lines of one operation, each indented by two."""
    name = yaml_text(suggestion.operation)
    if not suggestion.sources:
        said = shown(suggestion.operation)
        return "\n".join(
            (
                f"  # {said}: no upstream has what it answers; a function may:",
                f"  {name}: {{implement: {_function(suggestion.operation)}}}",
                "",
            )
        )
    main, *beside = suggestion.sources
    is_plain = not (beside or suggestion.mapped or main.given)
    if is_plain:
        lines = [f"  {name}: {_one_line(main, suggestion)}"]
        lines += [f"  # {shown(each)}" for each in (*_asks(main), *_lacks(suggestion))]
    else:
        lines = [f"  {name}:", "    sources:"]
        for each in suggestion.sources:
            lines.append(f"      {each.name}: {_source(each)}")
            lines += [f"      # {shown(line)}" for line in _asks(each)]
        lines += _body(suggestion, main)
        if suggestion.omitted:
            lines.append(
                f"    omit: [{', '.join(yaml_text(each) for each, _ in suggestion.omitted)}]"
            )
    told = [f"`{each}` is omitted: {why}" for each, why in suggestion.omitted]
    lines += [f"  # left: {shown(each)}" for each in (*told, *suggestion.remaining)]
    return "\n".join(lines) + "\n"


def _one_line(main: SuggestedSource, suggestion: Suggestion) -> str:
    """Write an operation of one call, in braces where more is said than the call."""
    said = [f"on_status: {main.on_status}"] if main.on_status else []
    said += [_omitted(suggestion)] if suggestion.omitted else []
    call = yaml_text(main.call)
    return f"{{call: {call}, {', '.join(said)}}}" if said else call


def _omitted(suggestion: Suggestion) -> str:
    return f"omit: [{', '.join(yaml_text(each) for each, _ in suggestion.omitted)}]"


def _source(each: SuggestedSource) -> str:
    said = [f"call: {yaml_text(each.call)}"]
    if each.given:
        given = ", ".join(f"{yaml_text(name)}: {yaml_text(path)}" for name, path in each.given)
        said.append(f"with: {{{given}}}")
    if not each.required:
        said.append("required: false")
    if each.required and each.on_status:
        said.append(f"on_status: {each.on_status}")
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
        yield f"{indent}{yaml_text(name)}: {yaml_text(path)}"
    for line in _lacks(suggestion):
        yield f"{indent}# {shown(line)}"


def _asks(each: SuggestedSource) -> Iterable[str]:
    if each.is_write:
        yield f"{each.call} changes something"
    for name in each.lacking:
        yield f"{each.call} asks for `{name}`: nothing of the request gives it"


def _lacks(suggestion: Suggestion) -> Iterable[str]:
    for each in suggestion.lacking:
        must = "required" if each.required else "optional; name it under `omit:` to go without"
        said = [f"`{path}` of {call}" for path, call in each.likely]
        found = f"may be {', or '.join(said)}" if said else "was not found"
        found = each.made or found
        found = f"does not build as {each.why}" if each.why else found
        yield f"`{each.name}` ({each.types}) {found}; {must}"


def yaml_text(text: str) -> str:
    """Write a text so that every reader of YAML has it as it is, in braces too."""
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHER:
        return text
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in written)


def _function(name: str) -> str:
    """Give an operation's name as Python might have it."""
    found = "_".join(re.findall(r"[A-Za-z][a-z0-9]*|[0-9]+", name)).lower()
    is_name = found[:1].isalpha() and not iskeyword(found)
    return found if is_name else f"answer_{found}".rstrip("_")
