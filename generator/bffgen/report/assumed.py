"""Say what a comparison takes for granted, and what no contract says at all.

In:  Peers.
Out: sentences of the footer; BEYOND, what a comparison cannot know (PITFALLS 39).
"""

from typing import Final

from bffgen.model.peers import Decoder, Peers

BEYOND: Final = (
    "undeclared sort order",
    "meaning of values",
    "CORS origins and cookie flags",
    "token format and audience",
    "TLS",
    "proxy limits",
    "gzip",
    "latency",
    "error prose",
)


def assumed(peers: Peers) -> tuple[str, ...]:
    """Say what the sides are taken to do, in the order of importance."""
    is_closed = peers.producer == "closed"
    return (
        f"{'nobody sends' if is_closed else 'anybody may send'} names that no schema declares",
        "no key stands twice in an object",
        "nobody relies on the order of properties or on undocumented statuses",
        "known formats are " + ("checked" if peers.formats == "assert" else "annotations"),
        *(("numbers fit int64 or a double",) if peers.numbers == "int64" else ()),
        *_decoded(peers.decoder),
        *(("clients choose their webhooks",) if peers.webhooks == "opt-in" else ()),
    )


def _decoded(decoder: Decoder) -> tuple[str, ...]:
    ignores = decoder.unknown_field == "ignore"
    tolerates = decoder.unknown_enum == "tolerate"
    accepts = decoder.null_for_optional == "accept"
    return (
        f"clients {'ignore' if ignores else 'refuse'} unknown properties",
        f"clients {'tolerate' if tolerates else 'refuse'} unknown enum values",
        *(("clients accept null for what is optional",) if accepts else ()),
    )
