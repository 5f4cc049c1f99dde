"""JSON, by orjson where it is installed, else by the standard library; the results are the same.

What orjson refuses and JSON's own module takes (lone surrogates, NaN, integers of more than 64 bits) goes to that one.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Callable
from typing import Any

try:
    import orjson
except ImportError:
    HAS_ORJSON = False
else:
    HAS_ORJSON = True


def _dumps(value: Any) -> bytes:
    # escaped: a lone surrogate, which people can type, could be carried by no text frame
    return json.dumps(value, separators=(",", ":")).encode()


def _orjson_loads(source: bytes | str) -> Any:
    try:
        return orjson.loads(source)
    except ValueError:
        return json.loads(source)


def _orjson_dumps(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return _dumps(value)


decode: Callable[[bytes | str], Any] = _orjson_loads if HAS_ORJSON else json.loads
"""What a JSON text says.

Raises:
    ValueError: it is none.
    RecursionError: it is nested too deeply.
"""

encode: Callable[[Any], bytes] = _orjson_dumps if HAS_ORJSON else _dumps
"""A value as JSON, in UTF-8.

Raises:
    TypeError, ValueError: JSON cannot say it.
"""


def opened(text: bytes) -> bytes:
    """The text of a JSON object without its last brace, ready for one more pair.

    `{"a": 1}` -> `{"a": 1,`; `{ } ` -> `{ `.
    """
    body = text.rstrip()[:-1]
    return body if body.rstrip().endswith(b"{") else body + b","


def closing(**pairs: Any) -> bytes:
    """What ends an opened text: `server="sky"` -> `"server":"sky"}`."""
    return encode(pairs)[1:]


def is_text(source: bytes) -> bool:
    """Whether JSON that was decoded may go out as it came: it is UTF-8, on which `decode` does not insist."""
    try:
        source.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in source and not source.startswith(BOM_UTF8)  # UTF-16 is full of zeros
