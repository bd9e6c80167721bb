"""The rules as COMPATIBILITY.md section 9 lists them: what each page has to say of itself.

In:  nothing.
Out: LISTED: id -> effect where the proof says no, effect where it says yes, kind of witness.
How: B breaks, R risky, S safe; P payload, Q request, N none. Where the page of the design and what
     a validator can show part, the reason stands beside the row.
"""

from typing import Final

_VALUES: Final = """
request-required-property-added     B S P    response-property-removed            B R P
request-optional-property-added     S S P    response-property-added              B S P
request-property-removed            B R P    response-property-became-optional    B S P
request-property-became-required    B S P    response-property-became-required    S S P
request-property-became-optional    S S P    response-type-widened                B S P
request-type-narrowed               B S P    response-value-became-nullable       B R P
request-value-became-not-nullable   B S P    response-enum-value-added            B S P
request-enum-value-removed          B S P    response-enum-value-removed          S S P
request-enum-value-added            S S P    response-enum-opened                 B S P
request-enum-closed                 B S P    response-range-widened               B S P
request-range-narrowed              B S P    response-length-widened              B S P
request-length-narrowed             B S P    response-pattern-widened             B S P
request-pattern-narrowed            B S P    response-array-widened               B S P
request-array-narrowed              B S P    response-format-widened              B S P
request-format-narrowed             B S P    response-format-annotation-changed   R R N
request-format-annotation-changed   R R N    response-object-opened               B S P
request-open-enum-value-removed     R R N    response-object-widened              B S P
request-object-closed               B R P    response-variant-added               B S P
request-object-narrowed             B S P    response-variant-removed             S S P
request-variant-removed             B S P    response-condition-widened           B S P
request-variant-added               S S P    response-discriminator-changed       B S P
request-condition-narrowed          B S P    response-default-changed             R R N
request-discriminator-changed       B S P    response-schema-unsatisfiable        B R N
request-default-changed             B S Q    response-schema-widened              B S P
request-default-added               R S Q    response-schema-narrowed             S S P
request-schema-unsatisfiable        R R N    response-schema-unproven             R R N
request-schema-narrowed             B S P
request-schema-widened              S S P
request-schema-unproven             R R N
"""

# No validator refuses a text for its contentEncoding, so no payload can be checked: N for P.
_ENCODINGS: Final = """
request-content-encoding-changed    B B N    response-content-encoding-changed    B B N
"""

_MESSAGES: Final = """
request-body-became-required        B S Q    response-body-added                  S S N
request-body-became-optional        S S N    response-body-became-required        S S N
request-body-added                  S S N    response-body-removed                B S Q
request-body-removed                R S Q    response-body-became-optional        B S Q
request-required-parameter-added    B S Q    response-success-status-added        B S Q
request-optional-parameter-added    S S N    response-error-status-added          R S Q
request-parameter-removed           R S Q    response-status-removed              R S Q
request-parameter-became-required   B S Q    response-header-added                S S N
request-parameter-became-optional   S S N    response-header-removed              B R Q
request-parameter-serialisation-changed B S Q
response-header-became-optional     B S Q    response-link-removed                R S N
request-media-type-removed          B S Q    response-media-type-removed          B S Q
request-media-type-added            S S N    response-media-type-added            S S N
request-status-removed              B S Q    response-media-type-widened          B S Q
request-status-added                S S N    response-default-media-type-changed  R S Q
operation-added                     S S N    operation-removed                    B S Q
operation-route-shadowed            R S Q    pagination-added                     R S Q
server-url-added                    S S N    server-url-removed                   B S Q
callback-added                      S S N    callback-removed                     B S N
callback-url-changed                B S N    webhook-removed                      B S N
security-requirement-added          B S Q    security-relaxed                     S S N
security-alternative-removed        B S Q    security-scope-added                 B S Q
security-scheme-changed             B S Q    security-flow-changed                R S N
response-page-size-lowered          R S N    response-cache-policy-changed        R S N
error-code-added                    R S N    error-code-removed                   R S N
"""

# What that list has no row for: a link that leads elsewhere, which is the hint that it is where it
# goes, and what the BFF shows of itself, as security swaps with the flow (PITFALLS 11).
_FURTHER: Final = """
response-link-changed               R S N    response-credentials-changed         B S Q
"""

# Risky for a single receiver whose decoder is strict, which is what `no` says of it.
_WEBHOOKS: Final = """
webhook-added                       R S N
"""

_NAMES: Final = """
operation-id-changed                R S N    operation-tag-changed                R S N
parameter-order-changed             R S N    server-default-changed               R S N
response-variant-order-changed      R S N    schema-name-changed                  R S N
"""

# Promises of time that two documents show: ids of the list of releases, and a day put off, which
# the changelog needs as much as one moved nearer.
_TIMES: Final = """
element-deprecated                  S S N    deprecation-withdrawn               S S N
deprecated-without-sunset           R S N    sunset-moved-earlier                B S N
sunset-moved-later                  S S N
"""

# What a release freezes beside its contract (PITFALLS 13): a promise of its own, not of a message.
_PROMISES: Final = """
access-narrowed                     B S Q    operation-unserved                  B S Q
idempotency-became-required         B S Q    request-limit-lowered               B S Q
cursor-format-changed               R S N    cursor-age-shortened                R S N
rate-limit-lowered                  R S N
"""

_EFFECTS: Final = {"B": "breaks", "R": "risky", "S": "safe"}
_SHOWS: Final = {"P": "payload", "Q": "request", "N": "none"}


def _rows(table: str) -> dict[str, tuple[str, str, str]]:
    words = table.split()
    return {
        rule: (_EFFECTS[no], _EFFECTS[yes], _SHOWS[shows])
        for rule, no, yes, shows in zip(
            words[0::4], words[1::4], words[2::4], words[3::4], strict=True
        )
    }


# Same wire, other code: these break nobody but who generates a client again.
OF_SOURCE: Final = frozenset(_rows(_NAMES))
OF_TIME: Final = frozenset(_rows(_TIMES))
PROMISED: Final = frozenset(_rows(_PROMISES))
BEYOND: Final = frozenset(_rows(_FURTHER))
LISTED: Final = {
    **_rows(_VALUES),
    **_rows(_ENCODINGS),
    **_rows(_MESSAGES),
    **_rows(_FURTHER),
    **_rows(_WEBHOOKS),
    **_rows(_NAMES),
    **_rows(_TIMES),
    **_rows(_PROMISES),
}

# They take what has no rule of its own, so many changes lead there and one rule alone back.
COLLECTING: Final = frozenset(
    (
        "request-schema-widened",
        "request-schema-narrowed",
        "response-schema-widened",
        "response-schema-narrowed",
    )
)

# What comes with a rule in any example of it: the thing itself, which by itself is harmless.
COMPANIONS: Final = {
    "operation-route-shadowed": ("operation-added",),
    "pagination-added": ("request-optional-parameter-added",),
    "response-page-size-lowered": ("response-schema-narrowed",),
}
