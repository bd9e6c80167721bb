"""Several successes of one upstream operation as one value: of one of their schemas.

In:  an upstream's contract, an operation of it, the schemas of its successes.
Out: the contract with a schema that is any of them, and the pointer of that.
How: the schema stands beside those that people wrote and refers to them, so that unions are read,
     proved and named as any other; it is placed where the operation answers.
"""

from dataclasses import replace

from bffgen.model.api import Api, Operation
from bffgen.model.canonical import Json
from bffgen.model.place import Place, join

_SEVERAL = "x-bffgen-several"


def any_of(api: Api, operation: Operation, pointers: tuple[str, ...]) -> tuple[Api, str]:
    """Give a contract that has any of several schemas as one, and where."""
    if not isinstance(api.meaning, dict) or not isinstance(api.document, dict):
        raise TypeError("a contract is an object")
    made: Json = {"anyOf": [{"$ref": f"#{each}"} for each in pointers]}
    root = join(f"/{_SEVERAL}", operation.key)

    def place(pointer: str) -> Place:
        is_ours = pointer.startswith(f"/{_SEVERAL}/")
        return api.place(join(operation.pointer, "responses") if is_ours else pointer)

    several: Json = {operation.key: made}
    whole = replace(
        api,
        meaning={**api.meaning, _SEVERAL: several},
        document={**api.document, _SEVERAL: several},
        place=place,
    )
    return whole, root
