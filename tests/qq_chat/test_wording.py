"""The owner may say everything in other words."""

import logging
from pathlib import Path

import pytest

from qq_api import Texts
from qq_chat.config.wording import own_wording

LOG = logging.getLogger("qq_chat.test")


@pytest.fixture
def words() -> Texts:
    return Texts.load("qq_chat", "en_us")


def test_some_texts_are_in_other_words_and_all_others_stay(tmp_path: Path, words: Texts) -> None:
    (tmp_path / "texts.yml").write_text('list.title: "{count} here"\ncommands: {denied: "Ask an admin"}\n')
    own = own_wording(tmp_path, words, LOG)
    assert own("list.title", count=0) == "0 here"
    assert own("commands.denied") == "Ask an admin"
    assert own("commands.elsewhere") == words("commands.elsewhere")
    assert words("commands.denied") == "You may not do that", "the usual ones are as they were"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("commands.deneid: x", "Did you mean commands.denied"),
        ("config.header: x", "there is no text config.header"),
        ('commands.wait: "{minutes}"', "names minutes"),
        ('commands.wait: "{seconds!r}"', "names {seconds}"),
        ('commands.wait: "{seconds.__class__}"', "names {seconds.__class__}"),
        ('commands.wait: "{"', "commands.wait is left out"),
        ("a: [", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_and_left_out(
    text: str, told: str, tmp_path: Path, words: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "texts.yml").write_text(text)
    own = own_wording(tmp_path, words, LOG)
    assert told in caplog.text
    assert own("commands.wait", seconds=5) == words("commands.wait", seconds=5)


@pytest.mark.parametrize("text", ["", "5", "[a, b]"])
def test_a_file_that_says_nothing_changes_nothing(text: str, tmp_path: Path, words: Texts) -> None:
    (tmp_path / "texts.yml").write_text(text)
    assert own_wording(tmp_path, words, LOG)("commands.denied") == words("commands.denied")
    assert own_wording(tmp_path / "nowhere", words, LOG) is words
