"""Fixtures that all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

from packing import pack
from qq_api import Texts

settings.register_profile("any machine", settings.default, deadline=None)  # a busy one is no failure
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both plugins, packed from this checkout: plugin id -> file."""
    return pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture
def texts() -> Texts:
    """qq_api's English texts."""
    return Texts.load("qq_api", "en_us")
