"""What is set from outside: where to listen, where the upstreams are.

In:  environment variables whose names begin with BFF_.
Out: one frozen object; or all faults at once, each with the name of its variable.
How: pydantic-settings reads and checks. An unknown name is a fault too: a setting with a typing
     error is one that silently does nothing. Values are never shown again: they may be secrets.
"""

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Final, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from .log import LogLevel

_PREFIX: Final = "BFF_"
_DURATION: Final = re.compile(r"([0-9]{1,6})(ms|s|m)")
_KEY_LENGTH: Final = 32
_SIZE: Final = re.compile(r"([0-9]{1,6})(B|KiB|MiB|GiB)")
_UNITS_BYTES: Final = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_UNITS_MS: Final = {"ms": 1, "s": 1000, "m": 60_000}
_PLAIN: Final = "allow_plain_upstreams"


class SettingsFault(Exception):
    """The settings do not fit; the text names each variable and what it should hold."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"settings: {count}\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


def _upstream_url(url: str, info: ValidationInfo) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError("no address such as `https://host` or `https://host/path`")
    # Where the switch itself is unfit, that is told, and not what would follow from it.
    if parts.scheme == "http" and not info.data.get(_PLAIN, True):
        raise ValueError("plain http; write https, or set BFF_ALLOW_PLAIN_UPSTREAMS=1")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with credentials; they would reach logs")
    if "?" in url or "#" in url:
        raise ValueError("an address with a query or fragment; paths are put behind it")
    if any(char.isspace() or not char.isprintable() for char in url):
        raise ValueError("an address with blanks or control characters")
    _ = parts.port  # raises ValueError of its own for what is no port
    return url.rstrip("/")


UpstreamUrl: TypeAlias = Annotated[str, AfterValidator(_upstream_url)]
"""The address of an upstream: https, or http where plain upstreams are allowed."""


def _cursor_keys(keys: SecretStr) -> SecretStr:
    if any(len(each) < _KEY_LENGTH for each in keys.get_secret_value().split(",")):
        raise ValueError(
            f"a key of less than {_KEY_LENGTH} characters; write one or several, commas between"
        )
    return keys


CursorKeys: TypeAlias = Annotated[SecretStr, AfterValidator(_cursor_keys)]
"""Keys that seal cursors, commas between them: the first signs, all verify, so one can go."""


def keys_of(keys: CursorKeys) -> tuple[bytes, ...]:
    """Give the bytes of each key."""
    return tuple(each.encode() for each in keys.get_secret_value().split(","))


def _duration_ms(text: object) -> object:
    if not isinstance(text, str):
        return text
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError("no duration such as `500ms`, `5s` or `2m`")
    return int(found[1]) * _UNITS_MS[found[2]]


Duration: TypeAlias = Annotated[int, BeforeValidator(_duration_ms)]
"""Milliseconds, written with a unit."""


def _bytes(text: object) -> object:
    if not isinstance(text, str):
        return text
    found = _SIZE.fullmatch(text)
    if found is None:
        raise ValueError("no size such as `512KiB` or `64MiB`")
    return int(found[1]) * _UNITS_BYTES[found[2]]


Size: TypeAlias = Annotated[int, BeforeValidator(_bytes)]
"""Bytes, written with a unit."""


def _token(token: SecretStr) -> SecretStr:
    text = token.get_secret_value()
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("no token: printable ASCII without blanks")
    return token


UpstreamToken: TypeAlias = Annotated[SecretStr, AfterValidator(_token)]
"""The token that an upstream is shown (RFC 6750 2.1)."""


class BffSettings(BaseSettings):
    """The settings that every BFF has.

    Attributes:
        host: the address to listen at.
        port: the port to listen at.
        allow_plain_upstreams: take http addresses of upstreams, for development.
        drain: milliseconds for which a process that is told to stop goes on accepting, longer than
            a balancer needs to notice; written `5s` or `500ms`.
        docs: serve the contract's page at `/docs`.
        log_level: of the lines that are written; `debug` tells the texts of exceptions, too.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    allow_plain_upstreams: bool = False
    log_level: LogLevel = "info"
    docs: bool = True
    drain: Duration = 5000

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the environment.

        Raises:
            SettingsFault: for every unknown name and every value that does not fit.
        """
        source = EnvSettingsSource(cls)
        source.env_vars = {name.lower(): value for name, value in environ.items()}
        faults = list(_unknown(cls, environ))
        try:
            settings = cls.model_validate(source())
        except ValidationError as unfit:
            faults += _unfit(cls, unfit)
            raise SettingsFault(tuple(sorted(faults))) from None
        if faults:
            raise SettingsFault(tuple(sorted(faults)))
        return settings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values as they are given: `read` alone looks at the environment."""
        return (init_settings,)


def _known(settings: type[BffSettings]) -> tuple[str, ...]:
    return tuple(_PREFIX + name.upper() for name in settings.model_fields)


def _unknown(settings: type[BffSettings], environ: Mapping[str, str]) -> Iterator[str]:
    known = _known(settings)
    for name in sorted(environ):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1)
            yield f"{name}: no such setting" + (f"; the nearest is {near[0]}" if near else "")


def _unfit(settings: type[BffSettings], unfit: ValidationError) -> Iterator[str]:
    for error in unfit.errors(include_url=False, include_input=False):
        name = _PREFIX + str(error["loc"][0]).upper()
        if error["type"] == "missing":
            yield f"{name}: not set, and it has no default"
        elif error["type"] == "value_error":
            yield f"{name}: {error.get('ctx', {}).get('error')}"
        else:
            message = error["msg"].removeprefix("Input should be ")
            yield f"{name}: it should be {message}"
