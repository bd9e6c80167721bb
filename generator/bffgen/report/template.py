"""Fill the sentence of a rule with the facts of a finding.

In:  templates such as "no {kind} is called {name:tick}", and facts by name.
Out: the first sentence whose facts all say something; a fact that is missing is a bug.
How: `string.Formatter` with formats of ours: `tick`, `names` (one of them), `all` of them and `a`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

from bffgen.model.spelling import GLANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The templates of one rule.

    Attributes:
        head: one sentence, lower case, no full stop.
        label: beside the carets of the first mark, at most six words.
        second: beside the carets of the other marks.
        help: the smallest safe change, as an order; the safer way first.
    """

    head: tuple[str, ...]
    label: str
    second: str = ""
    help: tuple[str, ...]


Fact = str | int
FORMATS: Final = frozenset(("", "tick", "names", "all", "a"))


class _Sentence(Formatter):
    def format_field(self, value: object, form: str) -> str:
        match form:
            case "tick":
                return _ticked(str(value))
            case "names":
                return _names(str(value).split(", "))
            case "all":
                return " and ".join(str(value).rsplit(", ", 1))
            case "a":
                return f"{'an' if str(value)[:1] in 'aeiou' else 'a'} {value}"
            case _:
                return format(value, form)


_SENTENCE = _Sentence()


def filled(
    rule: str, templates: Sequence[str], facts: Mapping[str, Fact], *, always: bool = False
) -> str:
    """Fill the first template whose facts are all non-empty.

    Args:
        rule: named when a fact is missing.
        templates: in order of preference; all of their facts must be there, though maybe empty.
        facts: texts and numbers; a text in backticks already is not quoted again.
        always: fill the last template where none has all of its facts.

    Returns:
        The sentence; else the empty text where no template has all of its facts.

    Raises:
        KeyError: a fact that a template names is missing.
    """
    for template in templates:
        for name in fields(template):
            if name not in facts:
                raise KeyError(f"{rule}: no fact `{name}`")
    for template in templates:
        if all(facts[name] != "" for name in fields(template)):
            return _SENTENCE.vformat(template, (), facts)
    return _SENTENCE.vformat(templates[-1], (), facts) if always else ""


def fields(template: str) -> Iterator[str]:
    """Name the facts of a template."""
    return (name for _, name, _, _ in _SENTENCE.parse(template) if name is not None)


def formats(template: str) -> Iterator[str]:
    """Name the formats that a template asks for; the empty one is the fact as it is."""
    return (form or "" for _, name, form, _ in _SENTENCE.parse(template) if name is not None)


def _ticked(name: str) -> str:
    """Put a name in backticks; a phrase about one (`the answer`, `a write`) stays as it is."""
    is_phrase = "`" in name or name.startswith(("a ", "an ", "the "))
    return name if is_phrase else f"`{name}`"


def _names(names: Sequence[str]) -> str:
    # Longer lists are cut: a reader who needs all of them opens the file.
    listed = [_ticked(each) for each in names[:GLANCE]]
    if len(names) > GLANCE:
        return f"{', '.join(listed)} and {len(names) - GLANCE} more"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
