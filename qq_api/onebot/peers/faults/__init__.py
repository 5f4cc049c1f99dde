"""What goes wrong on purpose: a table of it (table), and the faults of one endpoint (endpoint)."""

from qq_api.onebot.peers.faults.endpoint import Connection, Faults
from qq_api.onebot.peers.faults.table import TABLE, Fault, fault_of

__all__ = ["TABLE", "Connection", "Fault", "Faults", "fault_of"]
