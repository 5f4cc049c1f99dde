"""Frames that we put together ourselves, read by the state machine of `websockets`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from qq_api.websocket import frames
from qq_api.websocket.frames import Masked, unmasked

ADDRESS = parse_uri("ws://127.0.0.1/")

TEXTS = st.lists(st.text(max_size=200).map(str.encode), max_size=8)


def read(conn: ClientProtocol | ServerProtocol, data: bytes) -> list[bytes]:
    conn.receive_data(data)
    events = [event for event in conn.events_received() if isinstance(event, Frame)]
    assert conn.parser_exc is None and all(event.opcode is Opcode.TEXT and event.fin for event in events)
    return [bytes(event.data) for event in events]


@given(TEXTS)
def test_texts_come_out_as_they_went_in(texts: list[bytes]) -> None:
    assert read(ServerProtocol(state=OPEN), Masked()(texts)) == texts
    assert read(ClientProtocol(ADDRESS, state=OPEN), unmasked(texts)) == texts


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65535, 65536, 70_000])
def test_every_length_has_its_head(length: int) -> None:
    texts = [b"x" * length, b"next"]
    assert read(ServerProtocol(state=OPEN), Masked()(texts)) == texts
    assert read(ClientProtocol(ADDRESS, state=OPEN), unmasked(texts)) == texts


def test_no_key_is_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "KEYS", 4)
    mask = Masked()
    keys = [mask([b"x" * 9])[2:6] for _ in range(9)]
    keys += [frame[2:6] for frame in (mask([b"x" * 9] * 11)[at : at + 15] for at in range(0, 11 * 15, 15))]
    assert len({*keys}) == len(keys) == 20
