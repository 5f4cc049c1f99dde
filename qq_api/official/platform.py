"""What sending and the actions need of the platform's API; `Rest` is one."""

from typing import Any, Protocol


class CallPlatform(Protocol):
    """Makes calls; errors as `qq_api.official.rest.Rest` has them."""

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
        files: Any = None,
    ) -> Any:
        """What the platform answers to a call, or `Accepted`."""

    async def put(self, url: str, content: bytes) -> None:
        """Put a part of a file where `upload_prepare` said."""
