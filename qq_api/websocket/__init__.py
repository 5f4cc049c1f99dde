"""Open WebSockets, straight on their transports."""

from qq_api.websocket.core import MAX_BYTES, PING_SECONDS, Detached, WebSocket
from qq_api.websocket.opening import attach, connect

__all__ = ["MAX_BYTES", "PING_SECONDS", "Detached", "WebSocket", "attach", "connect"]
