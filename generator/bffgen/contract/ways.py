"""Read `retry`, `cache` and `start` of a source, and `languages` of the defaults.

In:  the members of a source or of a `defaults:` section.
Out: Retry, Cache, milliseconds, tags; what does not fit is a finding at its own place.
"""

import re
from typing import Final

from bffgen.contract.fields import Fields, kind
from bffgen.model.canonical import Json
from bffgen.model.finding import Mark, finding
from bffgen.model.place import Place
from bffgen.model.way import CONNECT, PASSING, Cache, CacheScope, Retry

_START: Final = re.compile(r"if_budget\(([0-9]{1,9}(?:ms|s|m|h|d))\)")
# RFC 5646 2.1, as far as a list of languages has need of it: no wildcard, no blank.
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# What a source is asked again for that says nothing else.
_USUAL: Final = (CONNECT, "503")


def read_retry(fields: Fields) -> Retry | None:
    """Read `retry`; None where it is not written."""
    own = fields.mapping("retry")
    if own is None:
        return None
    own.demand("attempts")
    attempts = own.whole("attempts", least=0)
    read = Retry(
        attempts=attempts or 0,
        when=_when(own),
        within_ms=own.duration_ms("within"),
        place=own.place,
    )
    own.done()
    return read


def _when(own: Fields) -> tuple[str, ...]:
    written = own.raw("when")
    if "when" not in own:
        return _USUAL
    at = own.at("when")
    if not isinstance(written, list) or not written:
        said = "an empty list" if written == [] else kind(written)
        problem = f"{said} where a list of failures belongs, of {_listed()}"
        own.faults.append(finding("compose-schema", at, problem=problem))
        return ()
    found = [_failure(own, value, at.at(number)) for number, value in enumerate(written)]
    return tuple(dict.fromkeys(each for each in found if each))


def _failure(own: Fields, value: Json, place: Place) -> str:
    name = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if name in PASSING:
        return name
    said = f"`{name}`" if name else kind(value)
    problem = f"{said} is no failure that may pass: {_listed()}"
    own.faults.append(finding("compose-schema", place, problem=problem))
    return ""


def _listed() -> str:
    return ", ".join(f"`{each}`" for each in PASSING)


def read_cache(fields: Fields) -> Cache | None:
    """Read `cache`; None where it is not written, or says no `ttl`."""
    own = fields.mapping("cache")
    if own is None:
        return None
    own.demand("ttl")
    ttl_ms = own.duration_ms("ttl")
    scope = own.choice("scope", [each.value for each in CacheScope])
    read = Cache(
        ttl_ms=ttl_ms or 0,
        revalidate_ms=own.duration_ms("stale_while_revalidate") or 0,
        if_error_ms=own.duration_ms("stale_if_error") or 0,
        negative_ms=own.duration_ms("negative_ttl") or 0,
        scope=CacheScope(scope) if scope else CacheScope.SHARED,
        place=own.place,
    )
    own.done()
    return read if ttl_ms else None


def read_start(fields: Fields, *, required: bool) -> int:
    """Read `start: if_budget(250ms)` as milliseconds; 0 where it is not written."""
    text = fields.text("start")
    if text is None:
        return 0
    at = Mark(place=fields.at("start"), on="key")
    found = _START.fullmatch(text)
    if found is None:
        problem = f"`{text}` where `if_budget(250ms)` belongs, with a duration of its own"
        fields.faults.append(finding("compose-schema", fields.at("start"), problem=problem))
        return 0
    # One that is only misspelled is told as that.
    if required and ("required" in fields or not fields.means("required")):
        problem = "`start` of a required source; one that may be left out is `required: false`"
        fields.faults.append(finding("compose-schema", at, problem=problem))
        return 0
    own = Fields({"start": found[1]}, fields.place, fields.faults)
    return own.duration_ms("start") or 0


def read_languages(fields: Fields) -> tuple[str, ...] | None:
    """Read `languages`, the first of which is the default; None where they are not written."""
    written = fields.texts("languages")
    if "languages" not in fields:
        return None
    found: dict[str, str] = {}
    for text, place in written:
        problem = ""
        if not _TAG.fullmatch(text):
            problem = f"`{text}` is no tag of a language such as `en` or `de-CH`"
        elif text.lower() in found:
            problem = f"`{text}` is listed twice"
        if problem:
            fields.faults.append(finding("compose-schema", place, problem=problem))
        found.setdefault(text.lower(), text)
    if fields.raw("languages") == []:
        problem = "`languages` names none; list those that upstreams answer in, the usual one first"
        fields.faults.append(finding("compose-schema", fields.at("languages"), problem=problem))
    return tuple(found.values())
