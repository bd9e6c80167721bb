"""Read `expose_sensitive`: fields of an answer, `#/lines/*/note` or `header X-Customer`.

In:  an operation of composition.yaml.
Out: Exposures; what names no field by its form is a finding at its own place.
"""

from bffgen.contract.fields import Fields
from bffgen.model.exposure import HEADER, Exposure
from bffgen.model.finding import Mark, finding
from bffgen.model.place import tokens


def read_exposures(fields: Fields) -> tuple[Exposure, ...]:
    """Take `expose_sensitive` of an operation."""
    found: list[Exposure] = []
    for text, place in fields.texts("expose_sensitive"):
        field = text.removeprefix("#")
        is_field = text == "#" or text.startswith("#/")
        if not is_field and not text.startswith(HEADER):
            problem = f"`{text}` where a field of the answer belongs, `#/NAME` or `header NAME`"
            fields.faults.append(finding("compose-schema", place, problem=problem))
            continue
        way = tokens(field) if is_field else (text,)
        if any(each.way == way for each in found):
            problem = f"`{text}` is listed twice"
            fields.faults.append(finding("compose-schema", place, problem=problem))
            continue
        found.append(Exposure(way=way, text=text, place=place))
    if "expose_sensitive" in fields and fields.raw("expose_sensitive") == []:
        problem = "`expose_sensitive` names no field; list some, or leave it out"
        place = fields.at("expose_sensitive")
        fields.faults.append(finding("compose-schema", place, problem=problem))
    if "expose_sensitive" in fields and "implement" in fields:
        problem = "`expose_sensitive` beside `implement`, whose function decides what it answers"
        mark = Mark(place=fields.at("expose_sensitive"), on="key")
        fields.faults.append(finding("compose-schema", mark, problem=problem))
    return tuple(found)
