"""The log of a BFF: lines of JSON, one a request.

In:  an Exchange that has been answered; whatever modules log beside it.
Out: a record each; `JsonLines` writes records as lines that a collector reads.
How: names, times and ids alone: no query, body, header or path with values enters a line, and an
     exception is told by its class and the places it went through. Its text may hold a user's data,
     so it is told at level debug only. Setting loggers up is for whoever owns the process.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Final, Literal, TypeAlias

from .exchange import Exchange

LogLevel: TypeAlias = Literal["debug", "info", "warning", "error"]

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
_FIELDS: Final = "bff_fields"

_log = logging.getLogger(__name__)


def log_answer(exchange: Exchange, *, method: str, status: int, ended_at: float) -> None:
    """Log one request; a fault of ours is an error, one of an upstream a warning.

    Args:
        ended_at: loop time at which the last byte was handed over.
    """
    levels = {500: logging.ERROR}
    level = levels.get(status, logging.WARNING) if status >= 500 else logging.INFO
    if not _log.isEnabledFor(level):
        return
    fields: dict[str, object] = {
        "operation": exchange.operation or None,
        "method": method,
        "status": status,
        "ms": round((ended_at - exchange.arrived_at) * 1000, 1),
        "request_id": exchange.trace.request_id,
        "trace_id": exchange.trace.trace_id,
    }
    if exchange.code:
        fields["code"] = exchange.code
    if exchange.sources:
        fields["sources"] = {
            name: {
                "service": asked.service,
                "outcome": asked.outcome,
                "ms": round(asked.ms, 1),
                **({"status": asked.status} if asked.status is not None else {}),
                **({"calls": asked.calls} if asked.calls > 1 else {}),
            }
            for name, asked in exchange.sources.items()
        }
    if exchange.kept:
        fields["cache"] = exchange.kept
    if exchange.retries:
        fields["retries"] = exchange.retries
    if exchange.missing:
        fields["incomplete"] = exchange.missing
    if exchange.invalid:
        fields["invalid"] = [
            {"source": source, "pointer": pointer, "mode": mode, "count": count}
            for (source, pointer, mode), count in exchange.invalid.items()
        ]
    # Made here, since `log` would look for the line of code that calls it: a fifth of the cost.
    record = logging.LogRecord(_log.name, level, __file__, 0, "request", None, None)
    setattr(record, _FIELDS, fields)
    _log.handle(record)


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    Args:
        tells_all: whether the text of an exception is told.
    """

    def __init__(self, *, tells_all: bool = False) -> None:
        super().__init__()
        self._tells_all = tells_all

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields: dict[str, object] | None = getattr(record, _FIELDS, None)
        if fields is not None:
            line |= fields
        else:
            line["logger"] = record.name
            line["message"] = record.getMessage()
        if record.exc_info is not None and record.exc_info[1] is not None:
            line["exception"] = type(record.exc_info[1]).__qualname__
            line["at"] = _places(record.exc_info[2])
            if self._tells_all:
                line["detail"] = str(record.exc_info[1])
        return _ENCODER.encode(line)


def write_json_lines(level: LogLevel) -> None:
    """Write every record of this process to standard output, a line each."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(tells_all=level == "debug"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{each.filename}:{each.lineno} {each.name}" for each in extract_tb(trace)]
