"""What docs/bridge.md says is true, in both languages."""

import re
from pathlib import Path

import pytest

from qq_api import load_config
from qq_api.bridge.config import BridgeConfig, FleetBroker, ReverseWebSocketPeer, TogetherSettings

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("bridge.md", "bridge.zh.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_small_configuration_is_one(tmp_path: Path, page: str) -> None:
    (example,) = re.findall(r"(?s)```yaml\n(.*?)\n *```", (DOCS / page).read_text("utf-8"))
    (tmp_path / "bridge.yml").write_text(re.sub("(?m)^   ", "", example), "utf-8")
    config = load_config(tmp_path / "bridge.yml", BridgeConfig, "en_us")
    assert {one.name: one.game for one in config.peers} == {"survival": True, "creative": True, "nonebot": False}
    assert config.together == TogetherSettings()


@pytest.mark.parametrize("page", PAGES)
def test_every_option_is_there_with_its_default(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    for model in (BridgeConfig, TogetherSettings, ReverseWebSocketPeer, FleetBroker):
        for name in model.model_fields.keys() - {"config_version", "url", "split"}:
            assert re.search(rf"(?m)^\| .*`{name}`", text), name
    together = TogetherSettings()
    for name in ("merged", "chosen", "choose"):
        (row,) = re.findall(rf"(?m)^\| `{name}` \| ([^|]*) \|", text)
        assert re.findall(r"`([a-z]+)`", row) == getattr(together, name)
