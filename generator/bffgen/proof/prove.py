"""The public face of the proof engine: is every value of schema A a value of schema B?

In:  two JSON Schemas; or two ints of one pool.
Out: a Proof: yes, no with a witness, or unknown with a reason; never a guess.
How: both are respelled to 2020-12 and interned in one pool; the search (search.py) looks for a
     value of A that is none of B, and jsonschema-rs checks it on both schemas as they are written.
"""

from collections.abc import Iterator
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.dialect import Era, era_of, respell
from bffgen.model.grammar import Kind, member
from bffgen.model.peers import Decoder, Numbers
from bffgen.model.pool import Pool
from bffgen.proof.answer import Proof, Proved, Unknown
from bffgen.proof.prover import Formats, Producer, Prover
from bffgen.proof.search import FUEL
from bffgen.proof.side import Side
from bffgen.proof.views.reader import AS_WRITTEN

_NO_SCHEMA: Final = "unsupported: a schema that is neither an object nor a boolean"


def prove(
    sub: Json,
    sup: Json,
    *,
    producer: Producer = "open",
    decoder: Decoder = AS_WRITTEN,
    formats: Formats = "annotate",
    numbers: Numbers = "json",
    fuel: int = FUEL,
) -> Proof:
    """Ask whether every value of `sub` is a value of `sup`; as given here, pure containment.

    Args:
        sub: a JSON Schema; 2020-12, unless its `$schema` names another draft. Its `$ref`s lead into
            itself.
        sup: another.
        producer: whether the sender sends members that it does not declare.
        decoder: how the receiver reads what it is sent.
        formats: whether the formats of COMPATIBILITY.md 3 are predicates or annotations.
        numbers: whether the sender's are any, or those of int64 and double.
        fuel: steps after which the answer is `unknown: fuel`.
    """
    for schema in (sub, sup):
        reason = _refused(schema)
        if reason is not None:
            return Unknown(reason=reason)
    prover = Prover(producer=producer, decoder=decoder, formats=formats, numbers=numbers, fuel=fuel)
    return prover.prove(side_of(sub), side_of(sup))


def within(
    pool: Pool,
    sender: int,
    receiver: int,
    *,
    formats: Formats = "annotate",
    fuel: int = FUEL,
) -> Proof:
    """Ask the same of two schemas of one pool; the judge reads them where they were met first."""
    if sender == receiver or sender == Pool.FALSE or receiver == Pool.TRUE:
        return Proved()
    prover = Prover(pool, formats=formats, fuel=fuel)
    return prover.prove(_met(pool, sender), _met(pool, receiver))


def side_of(schema: Json) -> Side:
    """Give the Side of a schema that stands alone, respelled to 2020-12."""
    if not isinstance(schema, dict):
        return Side(schema, "")
    era = era_of(schema.get("$schema"), Era.DRAFT_2020)
    meaning = respell(schema, Kind.SCHEMA, era)
    # 2020-12 has no `dependencies`, which jsonschema-rs applies all the same: judged respelled.
    return Side(meaning, "", schema, None if era is Era.DRAFT_2020 else era)


def _met(pool: Pool, schema: int) -> Side:
    met = pool.first_met(schema)
    return Side(schema == Pool.TRUE, "") if met is None else Side(*met)


def _refused(schema: Json) -> str | None:
    """Say why a schema is no question of this engine."""
    if isinstance(schema, bool):
        return None
    if not isinstance(schema, dict):
        return _NO_SCHEMA
    is_2019 = era_of(schema.get("$schema"), Era.DRAFT_2020) is Era.DRAFT_2019
    for here in _schemas(schema):
        if here is not schema and isinstance(here.get("$id", here.get("id")), str):
            # A base of its own: its `$ref`s lead elsewhere than to the root.
            return "unsupported: $id"
        if is_2019 and "unevaluatedItems" in here:
            # There, `contains` leaves its items unevaluated.
            return "unsupported: unevaluatedItems"
    return None


def _schemas(schema: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """Give a schema and those below it, by grammar position."""
    work = [schema]
    while work:
        here = work.pop()
        yield here
        for keyword, value in here.items():
            form, kind = member(Kind.SCHEMA, keyword)
            if kind is not Kind.SCHEMA:
                continue
            below: list[Json] = [value]
            if isinstance(value, list):
                below = value
            elif form == "map" and isinstance(value, dict):
                below = list(value.values())
            work += (each for each in below if isinstance(each, dict))
