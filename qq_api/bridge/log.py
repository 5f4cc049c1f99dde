"""The log as JSON, an object a line, for programs that collect logs.

{"time": "2026-11-22T12:00:00.123Z", "level": "INFO", "logger": "qq_api.bridge.run", "message": "…"}
"""

import json
import logging
from datetime import datetime, timezone

_OWN = {*vars(logging.LogRecord("", 0, "", 0, "", (), None)), "message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record with what was given as `extra`, and with its traceback as `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        """`logging.info("…", extra={"server": "survival"})` -> `{…, "server": "survival"}`."""
        when = datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds")
        said = {
            "time": when.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        more = {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            more["exception"] = self.formatException(record.exc_info)
        return json.dumps(said | more, ensure_ascii=False, default=str)


def as_json() -> None:
    """From now on everything is logged so."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
