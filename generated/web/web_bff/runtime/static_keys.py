"""Test keys: callers that a file makes up, so that a BFF can be tried without an issuer.

In:  `BFF_TEST_KEYS_FILE`, and `BFF_ALLOW_TEST_KEYS=1`, without which no such file is taken.
Out: a Verifier that knows the keys of the file, and says at the start that it is no protection.
How: the file is read once; kept are digests of its keys. Every key is compared, each in constant
     time, so that an answer's time tells nothing of how far a guess came.

The file is a JSON object: a key, and who calls with it, in every scheme of the contract.

    {"a-key-of-sixteen": {"sub": "u-1", "client_id": "app", "scopes": ["orders.read"],
                          "roles": ["support"], "claims": {"currency": "EUR"}}}

Only `sub` must be there.
"""

import hmac
import json
import logging
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from .access import Verified
from .settings import BffSettings

_log = logging.getLogger(__name__)

# What a header, a query parameter and a cookie all carry as it is, and nobody guesses.
_KEY: Final = re.compile(r"[A-Za-z0-9._~-]{16,}")

_ALLOWED: Final = "allow_test_keys"


class _Caller(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    sub: Annotated[str, Field(min_length=1)]
    client_id: Annotated[str, Field(min_length=1)] | None = None
    scopes: list[str] = Field(default_factory=list)
    roles: list[str] = Field(default_factory=list)
    claims: dict[str, JsonValue] = Field(default_factory=dict)


_CALLERS: Final = TypeAdapter(dict[str, _Caller])


class StaticKeys:
    """A Verifier of keys that are written down."""

    __slots__ = ("_callers",)

    def __init__(self, callers: Mapping[str, Verified]) -> None:
        """Keep who calls with which key."""
        self._callers = [(_digest(key), caller) for key, caller in callers.items()]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file of keys.

        Raises:
            ValueError: for all faults of the file together; the text shows no key and no value.
        """
        return cls({key: _verified(caller) for key, caller in _callers(path).items()})

    async def verify(self, scheme: str, credential: str) -> Verified | None:
        """Give who calls with a key; the scheme makes no difference."""
        digest = _digest(credential)
        found = None
        for known, caller in self._callers:  # all of them, so that a hit takes no less time
            if hmac.compare_digest(known, digest):
                found = caller
        return found


class KeySettings(BffSettings):
    """The settings of a BFF whose contract asks for credentials.

    Attributes:
        allow_test_keys: says that this process serves no real caller.
        test_keys_file: where the test keys lie.
    """

    allow_test_keys: bool = False
    test_keys_file: Annotated[Path | None, Field(validate_default=True)] = None

    @field_validator("test_keys_file")
    @classmethod
    def _readable(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        if path is None:
            raise ValueError(
                "not set, and this BFF has no other way to tell who calls; a file of test keys,"
                " with BFF_ALLOW_TEST_KEYS=1"
            )
        # Where the switch itself is unfit, that is told, and not what would follow from it.
        if not info.data.get(_ALLOWED, True):
            raise ValueError("test keys protect nothing; leave it out, or BFF_ALLOW_TEST_KEYS=1")
        _callers(path)
        return path

    def verifier(self) -> StaticKeys:
        """Make what tells who calls; that it is no protection is logged."""
        if self.test_keys_file is None:
            raise ValueError("there are no test keys")
        keys = StaticKeys.read(self.test_keys_file)
        _log.warning("callers are checked by test keys alone: for development, never for users")
        return keys


def _callers(path: Path) -> dict[str, _Caller]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ValueError("no file of text that can be read") from None
    try:
        written = json.loads(text, object_pairs_hook=_once)
        callers = _CALLERS.validate_python(written)
    except json.JSONDecodeError as fault:
        raise ValueError(f"line {fault.lineno} of the file is not JSON") from None
    except ValidationError as unfit:
        raise ValueError("; ".join(_faults(unfit, written))) from None
    numbers = [n for n, key in enumerate(callers, start=1) if not _KEY.fullmatch(key)]
    if numbers:
        listed = ", ".join(map(str, numbers))
        raise ValueError(f"a key is 16 or more letters, digits or any of `._~-`; not so: {listed}")
    if not callers:
        raise ValueError("a file without a key")
    return callers


def _once(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name of the file stands twice in one object")
    return members


def _faults(unfit: ValidationError, written: object) -> Iterator[str]:
    """Say where a file is unfit: a key by its number, since the key itself is secret."""
    keys = list(written) if isinstance(written, dict) else []
    for error in unfit.errors(include_url=False, include_input=False, include_context=False):
        way = list(error["loc"])
        where = [f"key {keys.index(way[0]) + 1}", *map(str, way[1:2])] if way else ["the file"]
        said = error["msg"]
        if error["type"] == "extra_forbidden":  # nobody knows what its name gives away
            where, said = where[:1], f"a member that is none of {', '.join(_Caller.model_fields)}"
        yield f"{', '.join(where)}: {said}"


def _verified(caller: _Caller) -> Verified:
    return Verified(
        sub=caller.sub,
        client_id=caller.client_id,
        scopes=frozenset(caller.scopes),
        roles=frozenset(caller.roles),
        claims=caller.claims,
    )


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()
