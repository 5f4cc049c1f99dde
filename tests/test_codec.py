"""JSON with and without orjson: the same answers."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_api import codec

CODECS = [
    pytest.param(codec._orjson_loads, codec._orjson_dumps, id="orjson"),
    pytest.param(json.loads, codec._dumps, id="without"),
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False, width=32),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(("decode", "encode"), CODECS)
@given(value=VALUES)
def test_what_is_written_is_read_again(decode: Any, encode: Any, value: Any) -> None:
    assert json.loads(encode(value)) == value
    assert decode(encode(value)) == value


@pytest.mark.parametrize(("decode", "encode"), CODECS)
def test_numbers_larger_than_any_id_are_written_whole(decode: Any, encode: Any) -> None:
    assert json.loads(encode([2**70, -(2**70)])) == [2**70, -(2**70)]
    assert decode(encode(2**70)) == pytest.approx(2**70)  # orjson reads it as a float


@pytest.mark.parametrize(("decode", "encode"), CODECS)
def test_lone_surrogates_pass(decode: Any, encode: Any) -> None:
    assert decode(b'"\\ud83d"') == "\ud83d"
    assert encode({"text": "\ud83d"}) == b'{"text":"\\ud83d"}'


@pytest.mark.parametrize(("decode", "encode"), CODECS)
def test_what_is_no_json_is_refused(decode: Any, encode: Any) -> None:
    for source in (b"", b"{", b"\xff", b"{'a': 1}"):
        with pytest.raises(ValueError):
            decode(source)
    with pytest.raises(TypeError):
        encode({"a": object()})


@pytest.mark.parametrize(("decode", "encode"), CODECS)
def test_what_other_languages_write_is_read(decode: Any, encode: Any) -> None:
    assert math.isnan(decode(b"NaN"))


@given(fields=st.dictionaries(st.text(), VALUES), name=st.text(min_size=1), blanks=st.text(" \t\r\n", max_size=3))
def test_a_pair_is_added_to_a_text_without_reading_it(fields: dict[str, Any], name: str, blanks: str) -> None:
    fields.pop("server", None)
    for text in (json.dumps(fields), json.dumps(fields, ensure_ascii=False, indent=1), "{" + blanks + "}"):
        source = (blanks + text + blanks).encode()
        assert json.loads(codec.opened(source) + codec.closing(server=name)) == json.loads(source) | {"server": name}


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-32-be", "utf-8-sig", "latin-1"])
def test_only_what_is_utf_8_may_go_out_as_it_came(coding: str) -> None:
    text = '{"a": "é"}'
    assert codec.is_text(text.encode())
    assert not codec.is_text(text.encode(coding))
