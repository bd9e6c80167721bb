"""A fake is asked in memory, as a server would ask it."""

import json


def ask(fake, path, query="", *, method=None, sent=None, headers=None):
    """Ask a fake; with a body to send by POST, else by GET."""
    told = dict(headers or {})
    body = b""
    if sent is not None:
        told["content-type"] = "application/json"
        body = json.dumps(sent).encode()
    return fake.answer(method or ("GET" if sent is None else "POST"), path, query, told, body)


def value_of(answer):
    return json.loads(answer.body)
