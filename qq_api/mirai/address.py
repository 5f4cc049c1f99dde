"""Where mirai-api-http is, and who we are there. Computes only."""

from dataclasses import dataclass
from urllib.parse import urlsplit

_SECURE = ("wss", "https")
_ENDS = ("/all", "/message", "/event")


@dataclass(frozen=True)
class Login:
    """Where mirai-api-http is, and who we are there.

        Login("127.0.0.1:8080", "INITKEY…", 10001)

    Args:
        url: `host:port`, or with `ws://`, `wss://`, `http://` or `https://` before it; a `/all` at its end is ignored.
        key: its `verifyKey`; empty where `enableVerify` is off.
        qq: the account, which is logged in there.
        single: whether `singleMode` is on: one account, and no sessions.
        http_url: where its HTTP adapter is, if on another port.
    """

    url: str
    key: str
    qq: int
    single: bool = False
    http_url: str = ""

    @property
    def websocket(self) -> str:
        """`ws://127.0.0.1:8080/all`"""
        is_secure, rest = _split(self.url)
        return f"{'wss' if is_secure else 'ws'}://{rest}/all"

    @property
    def http(self) -> str:
        """`http://127.0.0.1:8080`"""
        is_secure, rest = _split(self.http_url or self.url)
        return f"{'https' if is_secure else 'http'}://{rest}"

    @property
    def shown(self) -> str:
        """Where it is, without what may be secret in it: `127.0.0.1:8080`."""
        return _split(self.url)[1].split("/")[0].rpartition("@")[2]

    def __repr__(self) -> str:
        return f"<Login, {self.qq} at {self.shown}>"


def _split(url: str) -> tuple[bool, str]:
    """`wss://mirai.example:8080/api/all?x=1` -> `True, "mirai.example:8080/api"`."""
    parts = urlsplit(url if "://" in url else f"//{url}")
    path = parts.path.rstrip("/")
    for end in _ENDS:
        path = path.removesuffix(end)
    return parts.scheme in _SECURE, f"{parts.netloc}{path.rstrip('/')}"
