"""Fixtures that all tests share."""

import sys
from pathlib import Path

import pytest

from packing import pack
from qq_api import Texts


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both plugins, packed from this checkout: plugin id -> file."""
    return pack(Path(sys.executable), tmp_path_factory.mktemp("packed"))


@pytest.fixture
def texts() -> Texts:
    """qq_api's English texts."""
    return Texts.load("qq_api", "en_us")
