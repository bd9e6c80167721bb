"""Header fields that no composition and no contract decides.

In:  nothing.
Out: WRITTEN: names in lower case of response headers that the BFF or its server writes itself.
How: framing and connections are the server's (RFC 9110 6.6, 7.6, 8.6); the rest tells the state of
     one answer, which only whoever sends it knows. Cookies pass in no direction.
"""

WRITTEN = frozenset(
    (
        *("bff-incomplete", "connection", "content-encoding", "content-length", "date"),
        *("keep-alive", "set-cookie", "trailer", "transfer-encoding", "upgrade", "vary"),
        "x-request-id",
    )
)
