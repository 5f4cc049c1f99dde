"""One open WebSocket, from either end, straight on its transport (RFC 6455).

Whole data frames in one piece, nearly all there are, are cut here out of what was read. Everything else (the handshake,
control frames, fragments, faults) is done by the state machine of `websockets`, which always stands between two frames.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import Protocol, Side, State

from qq_api.websocket.frames import apply_mask

MAX_BYTES = 64 * 1024 * 1024
"""The largest frame taken, in bytes: a base64 video over OneBot is tens of megabytes."""

PING_SECONDS = 5.0
"""How often a peer is pinged. One from which nothing at all came between two pings is gone."""

CLOSE_SECONDS = 2.0
"""How long a peer may take to agree to a close."""

_WHOLE = frozenset({0x81, 0x82})
_USUAL = frozenset({0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A})

Take = Callable[[bytes], None]


Detached: TypeAlias = tuple[socket.socket, Protocol, bytes, list[bytes]]
"""An open WebSocket without a transport: the connected socket, which nobody reads; the state machine, between two
frames; what was read and not handed on; the fragments of a message whose rest is still to come. Nothing in it is of
our own making, so that newer code can go on with it."""


class WebSocket(asyncio.Protocol):
    """An open WebSocket.

    `listen` says who takes the frames; they come at once and in order, on the loop. `ended` is done when it is over.

    Args:
        conn: the state machine, its handshake done, or for a client still to be done.
        unread: what was read already.
        fragments: the beginning of a message whose rest is still to come.
        on_lost: told when the transport is gone.
    """

    def __init__(
        self,
        conn: Protocol,
        unread: bytes = b"",
        fragments: Iterable[bytes] = (),
        on_lost: Callable[[Exception | None], None] = lambda _: None,
    ) -> None:
        self._conn, self._unread, self._on_lost = conn, bytearray(unread), on_lost
        self._loop = asyncio.get_running_loop()
        self._mask = 0x80 if conn.side is Side.SERVER else 0
        self._take: Take | None = None
        self._after: Callable[[], None] = lambda: None
        self._fragments = [*fragments]
        self._all_to_conn = self._paused = self._closes = False
        self._needed, self._why = 0, ""
        self._timer: asyncio.TimerHandle | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self._transport: asyncio.Transport
        self._lock = threading.Lock()  # of what is written, which other threads may do, too
        self._direct: socket.socket | None = None
        self._unwritten = b""
        self.heard = self._loop.time()
        self.is_detached = False
        self.opened: asyncio.Future[None] = self._loop.create_future()
        self.ended: asyncio.Future[tuple[int, str]] = self._loop.create_future()

    def listen(self, take: Take, after: Callable[[], None]) -> None:
        """Say who takes each frame, and who is told after each read. Frames that wait come at once."""
        self._take, self._after = take, after
        self._go_on()

    # -- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The transport is there."""
        self._transport = cast(asyncio.Transport, transport)
        self._timer = self._loop.call_later(PING_SECONDS, self._ping, None)
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Something was read."""
        self.heard = self._loop.time()
        if self._unread or self._take is None:
            self._unread += data
            if len(self._unread) >= self._needed:
                self._go_on()
            return
        rest = self._cut(data)
        if rest < len(data):
            self._unread += data[rest:]
        self._after()

    def eof_received(self) -> None:
        """The peer will say no more."""
        if self._conn.state is State.CONNECTING:  # the rest of a refusal may end so
            self._conn.receive_eof()
            self._feed(b"")

    def pause_writing(self) -> None:
        """The peer does not take what we write."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It does again."""
        self._writable.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """The transport is gone; what was read before still counts."""
        if not self.is_detached:
            self._paused = False
            self._go_on()
        if self._timer is not None:
            self._timer.cancel()
        self._writable.set()
        with self._lock:
            if self._direct is not None:
                self._direct.close()
        self._finish(exc)
        self._on_lost(exc)

    def _finish(self, exc: Exception | None) -> None:
        close = self._conn.close_rcvd or self._conn.close_sent
        lost = (int(CloseCode.ABNORMAL_CLOSURE), self._why or str(exc or ""))
        if not self.opened.done():
            self.opened.set_exception(self._conn.handshake_exc or ConnectionResetError("closed during the handshake"))
            self.opened.exception()  # looked at: nobody may be waiting
        if not self.ended.done():
            self.ended.set_result((int(close.code), close.reason) if close else lost)

    # -- frames

    def _go_on(self) -> None:
        """Hand on what waits."""
        if self._paused or not self._unread:
            return
        data, self._unread, self._needed = bytes(self._unread), bytearray(), 0
        self._unread[:0] = data[self._cut(data) :]
        self._after()

    def _cut(self, data: bytes) -> int:
        """Hand on the whole frames in `data`; returns where the rest begins."""
        conn, take, mask = self._conn, self._take, self._mask
        start = self._shake_hands(data) if conn.state is State.CONNECTING else 0
        end = len(data) if take is not None else 0
        plain = self._is_plain()
        while end - start >= 2 and not self._paused:
            first, second = data[start], data[start + 1]
            body, length = start + 2, second & 0x7F
            if length > 125:
                body += 2 if length == 126 else 8
                if end < body and first in _USUAL and second & 0x80 == mask:
                    break
                length = int.from_bytes(data[start + 2 : body], "big")
            if self._all_to_conn or first not in _USUAL or second & 0x80 != mask or length > MAX_BYTES:
                self._all_to_conn = True  # no frame that we know how to cut: it is between two frames no longer
                self._feed(data[start:])
                return len(data)
            if mask:
                body += 4
            if end < body + length:
                self._needed = body + length - start
                break
            if plain and first in _WHOLE:
                payload = data[body : body + length]
                take(apply_mask(payload, data[body - 4 : body]) if mask else payload)  # type: ignore[misc]
            else:
                self._feed(data[start : body + length])
                plain = self._is_plain()
            start = body + length
        return start

    def _is_plain(self) -> bool:
        """Whether a whole data frame would be a whole message."""
        return self._conn.current_size is None and self._conn.state is State.OPEN

    def _shake_hands(self, data: bytes) -> int:
        """The answer to a client's handshake; of a good one the head alone, so that the first frame comes next."""
        head = data.find(b"\r\n\r\n") + 4
        if head < 4 and not self._all_to_conn:
            return 0
        self._all_to_conn = self._all_to_conn or data[9:12] != b"101"
        end = len(data) if self._all_to_conn else head
        self._feed(data[:end])
        return end

    def _feed(self, data: bytes) -> None:
        """Let the state machine do it."""
        conn = self._conn
        with self._lock:
            if data and conn.parser_exc is None:
                conn.receive_data(data)
            events = conn.events_received()
        for event in events:
            if isinstance(event, Frame):
                self._frame(event)
            elif conn.state is State.OPEN:
                self.opened.set_result(None)
        self._flush()
        if conn.handshake_exc is not None:
            self._transport.abort()
        elif conn.parser_exc is not None:
            self._close_soon()

    def _frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            self._flush()
            self._transport.close()
        elif frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._fragments.append(bytes(frame.data))
            if frame.fin and self._take is not None and self._conn.close_sent is None:
                whole, self._fragments = b"".join(self._fragments), []
                self._take(whole)

    def _flush(self) -> None:
        """Write what the state machine wants written."""
        with self._lock:
            self._write_out()

    def _write_out(self) -> None:
        data = self._unwritten + b"".join(self._conn.data_to_send())
        self._unwritten = b""
        if data and not self._transport.is_closing():
            self._transport.write(data)

    # -- what its owner calls

    @property
    def is_open(self) -> bool:
        """Whether frames can be sent."""
        return self._conn.state is State.OPEN and not self._transport.is_closing() and not self.is_detached

    async def send(self, text: bytes, timeout: float | None = None) -> None:
        """Send a text frame; waits while the peer does not take what was sent before.

        Raises:
            asyncio.TimeoutError: for longer than `timeout` seconds; it was not sent.
            ConnectionError: it is closed.
        """
        if not self._writable.is_set():
            await asyncio.wait_for(self._writable.wait(), timeout)
        self.write(text)

    def write(self, text: bytes) -> None:
        """Send a text frame at once.

        Raises:
            ConnectionError: it is closed.
        """
        with self._lock:
            if not self.is_open:
                raise ConnectionResetError("closed")
            self._conn.send_text(text)
            self._write_out()

    def write_now(self, text: bytes) -> bool:
        """Send a text frame from any thread; False, and nothing is sent, when it has to go by the loop."""
        with self._lock:
            if not self._may_write_now():
                return False
            self._conn.send_text(text)
            data = b"".join(self._conn.data_to_send())
            try:
                sent = self._socket().send(data)
            except OSError:  # full, or broken: the transport finds out
                sent = 0
            self._unwritten = data[sent:]
        if self._unwritten:
            self._loop.call_soon_threadsafe(self._flush)
        return True

    def _may_write_now(self) -> bool:
        waiting = self._unwritten or self._transport.get_write_buffer_size()
        return self.is_open and not waiting and self._transport.get_extra_info("sslcontext") is None

    def _socket(self) -> socket.socket:
        """A descriptor of our own: the transport's may be closed, and its number another's, at any moment."""
        if self._direct is None:
            self._direct = _own(self._transport.get_extra_info("socket"))
        return self._direct

    def hold(self, paused: bool) -> None:
        """Stop reading, or go on."""
        if paused is self._paused or self._transport.is_closing():
            return
        self._paused = paused
        if paused:
            self._transport.pause_reading()
            return
        self.heard = self._loop.time()
        self._transport.resume_reading()
        self._loop.call_soon(self._go_on)

    def close(self, code: int = CloseCode.NORMAL_CLOSURE, reason: str = "") -> None:
        """Say goodbye and close; a peer that does not answer is cut off."""
        if self.is_detached:
            return
        with self._lock:
            if self._conn.state is State.OPEN:
                self._conn.send_close(code, reason)
                self._write_out()
        self._close_soon()

    def _close_soon(self) -> None:
        self.hold(False)  # else the peer's goodbye would never be read
        if self._closes:
            return  # a peer that goes on talking gets no more time
        self._closes = True
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(CLOSE_SECONDS, self._transport.abort)

    def _ping(self, heard: float | None) -> None:
        """Ping. A peer that was silent since the last ping is gone, unless we are the ones who do not read."""
        if heard == self.heard and not self._paused:
            self._why = "no answer to a ping"
            self._transport.abort()
            return
        with self._lock:
            if self._conn.state is State.OPEN:
                self._conn.send_ping(b"")
                self._write_out()
        self._timer = self._loop.call_later(PING_SECONDS, self._ping, self.heard)

    # -- changing hands

    async def detach(self) -> Detached | None:
        """Take the connection off its transport without ending it.

        Returns:
            what is needed to go on; None when that cannot be done (TLS, closing, or a peer that takes nothing).
        """
        if not self.is_open or self._transport.get_extra_info("sslcontext") is not None:
            return None
        self.hold(True)
        self._transport.set_write_buffer_limits(0)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._writable.wait(), CLOSE_SECONDS)
        with self._lock:
            if self._transport.is_closing() or self._unwritten or self._transport.get_write_buffer_size():
                return None
            self.is_detached = True
        sock = _own(self._transport.get_extra_info("socket"))
        self._transport.abort()
        return sock, self._conn, bytes(self._unread), self._fragments


def _own(sock: Any) -> socket.socket:
    """The same connection by a descriptor of our own, which the transport's end leaves open."""
    duplicate: socket.socket = sock.dup()
    return duplicate
