"""What the server's process takes of the machine, by psutil, which MCDR brings."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psutil

MB = 1024 * 1024


@dataclass(frozen=True)
class Use:
    """At one moment.

    Attributes:
        cpu: percent of one core that the server took since the last look; 250 is two and a half cores.
        memory: megabytes that it has.
        up: seconds since it was started; None where it does not run.
        host_cpu: percent of all cores.
        host_memory: percent of the machine's memory.
    """

    cpu: float
    memory: float
    up: float | None
    host_cpu: float
    host_memory: float


class Machine:
    """Looks at the server's process and its children: the start command is often a shell.

    Args:
        pids: the processes' numbers; MCDR's `server.get_server_pid_all`.
    """

    def __init__(self, pids: Callable[[], Iterable[int] | None]) -> None:
        self._pids = pids
        self._known: dict[int, psutil.Process] = {}

    def use(self) -> Use:
        """What is taken now; may take some milliseconds."""
        processes = [*self._processes()]
        cpu = memory = 0.0
        begun: list[float] = []
        for process in processes:
            try:
                cpu += process.cpu_percent()
                memory += process.memory_info().rss / MB
                begun.append(process.create_time())
            except psutil.Error:  # it ended meanwhile, or the system lets nobody see
                continue
        up = max(0.0, time.time() - min(begun)) if begun else None
        return Use(cpu, memory, up, psutil.cpu_percent(), psutil.virtual_memory().percent)

    def _processes(self) -> Iterable[psutil.Process]:
        known, self._known = self._known, {}
        for pid in self._pids() or ():
            try:
                self._known[pid] = known.get(pid) or psutil.Process(pid)
            except psutil.Error:
                continue
        return self._known.values()
