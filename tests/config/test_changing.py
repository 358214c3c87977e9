"""Changing settings: one key, and not a word more."""

from __future__ import annotations

import stat
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import assume, given
from hypothesis import strategies as st

from player.config import read_config
from player.config.changing import set_value, unset_value, with_value, without
from player.errors import OutsideError, RequestError

FILE = Path("config.toml")

WHOLE = """\
# mine
voice = "robot" # he speaks well

# unhurried
rate = 180

[pronounce]
"90/90" = 'ninety ninety' # not a fraction

# the robot
[voices.robot]
command = ["say",
  # where to
  "{output}"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "config.toml"
    found.write_bytes(WHOLE.encode())
    return found


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("key", "value", "gone", "come"),
    [
        (("rate",), 170, ["rate = 180"], ["rate = 170"]),
        (("voice",), "en", ['voice = "robot" # he speaks well'], ['voice = "en" # he speaks well']),
        (("latency",), "180ms", [], ['latency = "180ms"']),
        (("pronounce", "TB12"), "T B twelve", [], ['TB12 = "T B twelve"']),
        (("pronounce", "e.g."), "say", [], ['"e.g." = "say"']),
        (("voices", "piper", "model"), "a.onnx", [], ["[voices.piper]", 'model = "a.onnx"']),
        (("voices", "robot", "timeout"), "5s", [], ['timeout = "5s"']),
    ],
)
def test_only_the_line_of_the_key_changes(
    file: Path, key: tuple[str, ...], value: object, gone: list[str], come: list[str]
) -> None:
    done = set_value(file, key, value)
    assert (done.value, done.different) == (value, True)
    assert changed_lines(WHOLE, file.read_text()) == (gone, come)
    read_config(file)


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        (("rate",), ["rate = 180"]),
        (("pronounce", "90/90"), ["\"90/90\" = 'ninety ninety' # not a fraction"]),
        (("latency",), []),
        (("voices", "piper", "model"), []),
        (("rate", "de"), []),
    ],
)
def test_only_the_key_itself_is_taken_out(
    file: Path, key: tuple[str, ...], gone: list[str]
) -> None:
    assert unset_value(file, key).different == bool(gone)
    assert changed_lines(WHOLE, file.read_text()) == (gone, [])


def test_a_file_with_its_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "config.toml"
    set_value(file, ("theme",), "dark")
    assert file.read_text() == 'theme = "dark"\n'
    assert list(file.parent.iterdir()) == [file]


def test_taking_out_of_nothing_makes_no_file(tmp_path: Path) -> None:
    assert not unset_value(tmp_path / "config.toml", ("rate",)).different
    assert not list(tmp_path.iterdir())


def test_what_is_set_already_is_not_written_again(file: Path) -> None:
    before = file.stat().st_ino
    assert not set_value(file, ("rate",), 180).different
    assert file.stat().st_ino == before


def test_windows_line_ends_and_a_byte_order_mark_are_kept(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbf# mine\r\nrate = 180\r\n\r\n[pronounce]\r\nx = "y"\r\n')
    set_value(file, ("rate",), 170)
    set_value(file, ("pronounce", "z"), "zed")
    assert file.read_bytes() == (
        b'\xef\xbb\xbf# mine\r\nrate = 170\r\n\r\n[pronounce]\r\nx = "y"\r\nz = "zed"\r\n'
    )


def test_the_first_value_that_can_be_read_counts(file: Path) -> None:
    assert set_value(file, ("device",), 2, "2").value == "2"
    assert read_config(file).device == "2"


def test_the_fault_of_the_first_value_is_told(file: Path) -> None:
    with pytest.raises(RequestError, match="0s to 2s"):
        set_value(file, ("latency",), 180, "180")
    assert file.read_text() == WHOLE


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        (("rate",), 20, "whole number"),
        (("rte",), 170, "not a key"),
        (("voices", "robot", "command"), "say", "no shell"),
        (("voices", "tone", "x"), 1, "the player's own"),
        (("rate", "de"), 170, "nothing can stand under it"),
        (("voice", "de"), "x", "nothing can stand under it"),
    ],
)
def test_what_would_be_at_fault_is_not_written(
    file: Path, key: tuple[str, ...], value: object, reason: str
) -> None:
    with pytest.raises(RequestError, match=reason) as caught:
        set_value(file, key, value)
    assert caught.value.mend
    assert file.read_text() == WHOLE


def test_taking_out_what_is_needed_is_refused(file: Path) -> None:
    with pytest.raises(RequestError, match="missing"):
        unset_value(file, ("voices", "robot", "command"))
    assert file.read_text() == WHOLE
    unset_value(file, ("voices", "robot"))
    assert "robot]" not in file.read_text()


@pytest.mark.parametrize(
    "text", ["rate = 20\n", "rate = \n", "zzz = 1\n", '"rate" = 1\nrate = 2\n']
)
def test_a_file_at_fault_is_left_alone(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(RequestError) as caught:
        set_value(file, ("theme",), "dark")
    assert str(file) in caught.value.place
    with pytest.raises(RequestError):
        unset_value(file, ("x",))
    assert file.read_text() == text


@pytest.mark.skipif(sys.platform == "win32", reason="links and permissions the POSIX way")
def test_a_link_stays_one_and_permissions_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o600)
    link = tmp_path / "link.toml"
    link.symlink_to(file)
    set_value(link, ("rate",), 99)
    assert link.is_symlink()
    assert read_config(file).rate == 99
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="cannot be written"):
        set_value(tmp_path / "file" / "config.toml", ("rate",), 99)


NAMES = st.sampled_from(["a", "b", "c d", "é", "90/90"]) | st.text(max_size=3)
PLAIN = st.integers(-9, 999) | st.booleans() | st.text(max_size=6)
TABLES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(NAMES, PLAIN | st.lists(PLAIN, max_size=3), max_size=3),
    lambda inner: st.dictionaries(NAMES, PLAIN | inner, max_size=3),
)
KEYS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)


def filled(table: dict[str, Any]) -> dict[str, Any]:
    """A table without what holds nothing."""
    inner = {key: filled(one) if isinstance(one, dict) else one for key, one in table.items()}
    return {key: one for key, one in inner.items() if one != {}}


@given(TABLES, KEYS, PLAIN | st.lists(PLAIN, max_size=2) | TABLES)
def test_a_set_key_is_the_only_difference(
    table: dict[str, Any], key: tuple[str, ...], value: object
) -> None:
    text = tomli_w.dumps(table)
    try:
        changed = with_value(text, key, value, FILE)
    except RequestError as error:
        assert "nothing can stand under it" in error.reason  # noqa: PT017 - what else may be told
        return
    found = tomllib.loads(changed)
    inner: Any = found
    for part in key[:-1]:
        inner = inner[part]
    assert inner.pop(key[-1]) == value
    assert filled(tomllib.loads(without(changed, key, FILE))) == filled(found)
    assert filled(tomllib.loads(without(text, key, FILE))) == filled(found)


@given(TABLES, KEYS, PLAIN)
def test_every_comment_stays_in_its_order(
    table: dict[str, Any], key: tuple[str, ...], value: object
) -> None:
    lines = tomli_w.dumps(table).rstrip("\n").split("\n")
    text = "".join(f"# {number}\n{line}\n" if line[:1] not in {"", " ", "]"} else f"{line}\n"
                   for number, line in enumerate(lines))  # fmt: skip
    assume(tomllib.loads(text) == table)
    inner: Any = table
    for part in key:
        inner = inner.get(part) if isinstance(inner, dict) else None
    assume(not isinstance(inner, dict))
    try:
        changed = with_value(text, key, value, FILE)
    except RequestError:
        return
    assert comments(changed) == comments(text)


def comments(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("# ")]
