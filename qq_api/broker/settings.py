"""What a configuration may say of a broker of our own, and of figures."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from qq_api.config import BrokerAddress, Section
from qq_api.web import is_loopback

BRIDGE_KEY = "bridge.nk"
"""Our own key, in the broker's folder."""

Size = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}(MB|GB)$")]


class Embedded(Section):
    """A nats-server of our own; it ends with the bridge. Everybody needs a key (`bridge new-server`).

    Attributes:
        host: who can reach it; 127.0.0.1 for this machine only.
        port: where.
        public: the name or address by which servers on other machines reach it; with TLS the one in the certificate.
        folder: its data, keys and log, beside `bridge.yml`.
        cert_file, key_file: for TLS; both or none.
        ca_file: the authority that signed the certificate, where systems do not know it.
        max_mem, max_file: how much it may keep, as `4GB`.
        max_connections: how many may be connected.
    """

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 4222
    public: str | None = None
    folder: Annotated[str, Field(min_length=1)] = "broker"
    cert_file: str | None = None
    key_file: str | None = None
    ca_file: str | None = None
    max_mem: Size = "256MB"
    max_file: Size = "4GB"
    max_connections: Annotated[int, Field(ge=2, le=100_000)] = 1000

    @model_validator(mode="after")
    def _all_of_tls(self) -> "Embedded":
        if bool(self.cert_file) != bool(self.key_file):
            raise PydanticCustomError("tls_pair", "both or none")
        if self.cert_file and not self.public:
            raise PydanticCustomError("tls_public", "public is needed")
        return self

    def url(self, host: str | None = None) -> str:
        """Where it is; at `public` for others, on this machine for us, unless the certificate wants a name."""
        scheme = "tls" if self.cert_file else "nats"
        host = host or (self.cert_file and self.public) or near(self.host)
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    def home(self, beside: Path) -> Path:
        """The folder, where it stands beside the configuration."""
        return beside / self.folder

    def address(self, beside: Path) -> BrokerAddress:
        """How the bridge itself connects."""
        return BrokerAddress(url=self.url(), nkey_file=str(self.home(beside) / BRIDGE_KEY), ca_file=self.ca_file)


class Metrics(Section):
    """Where Prometheus may fetch figures; without a token only on loopback."""

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 9464
    token: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _no_open_door(self) -> "Metrics":
        if not self.token.get_secret_value() and not is_loopback(self.host):
            raise PydanticCustomError("open_door", "needs a token", {"host": self.host})
        return self


def near(host: str) -> str:
    """The address on this machine of what listens at `host`: `0.0.0.0` -> `127.0.0.1`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (a comparison)
