"""Write a value in one line of YAML.

In:  a JSON value.
Out: JSON with a space behind each comma and colon, which YAML 1.2 reads as the same value.
"""

from bffgen.model.canonical import Json, plain_bytes


def flow(value: Json) -> str:
    """Write a value; every text is in quotes, so that no version turns into a number."""
    match value:
        case dict():
            members = (f"{flow(key)}: {flow(member)}" for key, member in value.items())
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[{', '.join(map(flow, value))}]"
        case _:
            return plain_bytes(value).decode()
