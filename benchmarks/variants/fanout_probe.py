"""What those who hand on to many carry along: nothing lies on the measured path."""

import os
import time

from probe import Probe, peak_rss

RECEIVERS = int(os.environ["BENCH_RECEIVERS"])
"""Where the peers listen; the last part of the path names each."""


class FanOutProbe(Probe):
    """Says what CPU was used since `expect`."""

    def _do_used(self) -> None:
        self._channel.send(cpu=time.process_time() - self._cpu, rss=peak_rss())


def urls(count: int) -> dict[str, str]:
    """The peers' addresses by their names."""
    return {f"s{number}": f"ws://127.0.0.1:{RECEIVERS}/s{number}" for number in range(count)}
