"""Log lines of the bot's own loggers come out as lines of the plugin; uvicorn's stay off."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_LEVELS = {"qq_api": logging.INFO, "uvicorn": logging.CRITICAL}


class _Forward(logging.Handler):
    def __init__(self, target: logging.Logger) -> None:
        super().__init__()
        self._target = target

    def emit(self, record: logging.LogRecord) -> None:
        self._target.log(record.levelno, record.getMessage(), exc_info=record.exc_info)


@contextmanager
def logging_to(target: logging.Logger) -> Iterator[None]:
    """Forward to `target` while the block runs."""
    handler = _Forward(target)
    loggers = [logging.getLogger(name) for name in _LEVELS]
    for logger in loggers:
        logger.setLevel(_LEVELS[logger.name])
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True
