"""What tests of other plugins use: the sandbox without `await` (qq), and a real MCDR beside it (mcdr)."""

from qq_api.sandbox.testing.mcdr import Mcdr
from qq_api.sandbox.testing.qq import QQ

__all__ = ["QQ", "Mcdr"]
