"""Fixtures that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from packing import pack
from qq_api import Texts
from support import one_at_a_time

settings.register_profile("any machine", settings.default, deadline=None)  # a busy one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both plugins, packed from this checkout: plugin id -> file."""
    return pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture
def alone_on_5700(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody else tries a fresh configuration, which listens on that port, in the meantime."""
    with one_at_a_time(tmp_path_factory.getbasetemp().parent / "port 5700.lock"):
        yield


@pytest.fixture
def texts() -> Texts:
    """qq_api's English texts."""
    return Texts.load("qq_api", "en_us")
