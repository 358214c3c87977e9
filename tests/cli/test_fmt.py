from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from typing import NoReturn

import click
import pytest

from player.cli import format_files
from player.cli.excerpt import told as in_full
from player.cli.format_files import command
from player.errors import RoutineError
from player.routine.reader import LARGEST_FILE, document_of

MESSY = b"[[step]]\r\nhold=\"30s\"  # long\r\nname = 'Plank'"
NEAT = b'[[step]]\nname = "Plank"\nhold = "30s"  # long\n'


class Told:
    """What a command told: its exit code, output and messages."""

    def __init__(self, capsys: pytest.CaptureFixture[bytes], *arguments: str) -> None:
        self.code = command.main(list(arguments), standalone_mode=False)
        self.raw, errors = capsys.readouterr()
        self.output, self.errors = self.raw.decode(), errors.decode()


class Runner:
    def __init__(self, capsys: pytest.CaptureFixture[bytes]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Told:
        return Told(self._capsys, *arguments)


@pytest.fixture
def fmt(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Runner:
    monkeypatch.chdir(tmp_path)
    return Runner(capsysbinary)


def given_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_file_is_formatted_once_and_told_each_time(fmt: Runner) -> None:
    Path("mine.toml").write_bytes(MESSY)
    first = fmt("mine.toml")
    assert (first.code, first.output, first.errors) == (0, "mine.toml: formatted\n", "")
    assert Path("mine.toml").read_bytes() == NEAT
    second = fmt("mine.toml")
    assert (second.code, second.output) == (0, "mine.toml: unchanged\n")


def test_an_unchanged_file_is_not_written(fmt: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine.toml").write_bytes(NEAT)
    monkeypatch.setattr(format_files, "whole_file", _forbidden)
    assert fmt("mine.toml").code == 0


def _forbidden(_: Path) -> NoReturn:
    raise AssertionError("a file was written")


@pytest.mark.parametrize("options", [["--check"], ["--diff"], ["--check", "--diff"]])
def test_nothing_is_written_where_only_asked(
    fmt: Runner, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr(format_files, "whole_file", _forbidden)
    Path("messy.toml").write_bytes(MESSY)
    Path("neat.toml").write_bytes(NEAT)
    assert fmt(*options, "messy.toml", "neat.toml").code == int("--check" in options)
    assert fmt(*options, "neat.toml").code == 0


def test_a_check_tells_which_files_would_change(fmt: Runner) -> None:
    Path("messy.toml").write_bytes(MESSY)
    Path("neat.toml").write_bytes(NEAT)
    told = fmt("--check", "messy.toml", "neat.toml")
    assert told.output == "messy.toml: would be formatted\nneat.toml: unchanged\n"


def test_a_difference_is_shown_without_control_characters(fmt: Runner) -> None:
    Path("mine.toml").write_bytes('\ufefftitle = "A"\nhold\t=3\n# \x9b31m'.encode())
    told = fmt("--diff", "mine.toml")
    assert told.output == (
        "--- mine.toml\n+++ mine.toml\n@@ -1,3 +1,3 @@\n"
        '-�title = "A"\n-hold�=3\n-# �31m\n\\ No newline at end of file\n'
        '+title = "A"\n+hold = 3\n+# �31m\n'
    )


def test_a_neat_file_has_no_difference(fmt: Runner) -> None:
    Path("neat.toml").write_bytes(NEAT)
    assert fmt("--diff", "neat.toml").output == ""


def test_standard_input_is_written_to_standard_output(
    fmt: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_input(monkeypatch, MESSY)
    told = fmt("-")
    assert (told.code, told.raw, told.errors) == (0, NEAT, "")


def test_standard_input_can_be_checked(fmt: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    given_input(monkeypatch, MESSY)
    told = fmt("--check", "-")
    assert (told.code, told.raw) == (1, b"")
    given_input(monkeypatch, NEAT)
    assert fmt("--check", "-").code == 0
    given_input(monkeypatch, MESSY)
    assert fmt("--diff", "-").output.startswith("--- standard input\n")


def test_a_terminal_gets_no_control_characters(
    fmt: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_input(monkeypatch, 'title="\x9b31m"'.encode())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert fmt("-").output == 'title = "�31m"\n'


def test_standard_input_stands_alone(fmt: Runner) -> None:
    with pytest.raises(click.UsageError, match="stands alone"):
        fmt("-", "mine.toml")


@pytest.mark.parametrize("text", ["hold = 30s\n", "a = [1,\n", f"a = {'[' * 2000}", "a\n"])
def test_a_slip_in_the_writing_is_told_as_a_check_tells_it(fmt: Runner, text: str) -> None:
    Path("bad.toml").write_text(text)
    Path("mine.toml").write_bytes(MESSY)
    with pytest.raises(RoutineError) as told_by_check:
        document_of(text, "bad.toml")
    told = fmt("bad.toml", "mine.toml")
    assert (told.code, told.errors) == (1, f"{in_full(told_by_check.value)}\n")
    assert told.output == "mine.toml: formatted\n"
    assert Path("bad.toml").read_text() == text


def test_a_routine_whose_meaning_is_at_fault_is_formatted(fmt: Runner) -> None:
    Path("mine.toml").write_bytes(b"hold=-3\n[[stepp]]\nwhat=1\n")
    assert fmt("mine.toml").code == 0
    assert Path("mine.toml").read_bytes() == b"hold = -3\n\n[[stepp]]\nwhat = 1\n"


def test_other_files_are_refused_with_the_reason(fmt: Runner, tmp_path: Path) -> None:
    Path("mine.txt").write_bytes(MESSY)
    Path("folder.toml").mkdir()
    Path("latin.toml").write_bytes(b'title = "A"\n# caf\xe9')
    Path("large.toml").write_bytes(b"#" * (LARGEST_FILE + 1))
    Path("deep.toml").write_text(f"a = {'[' * 50}{']' * 50}")
    Path("mine.toml").write_bytes(MESSY)
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    names = ["mine.txt", "missing.toml", "folder.toml", "latin.toml", "large.toml", "deep.toml",
             "x" * 300 + ".toml"]  # fmt: skip
    told = fmt(*names, "mine.toml")
    assert told.code == 1
    assert told.output == "mine.toml: formatted\n"
    for reason in (
        "mine.txt: is not a routine file", "missing.toml: there is no such file",
        "folder.toml: is not a file", "latin.toml: is not UTF-8 text (line 2, byte 17)",
        f"large.toml: is larger than {LARGEST_FILE} bytes", "deep.toml: tables or lists are nested",
        "xxx.toml: cannot be read: File name too long",
    ):  # fmt: skip
        assert reason in told.errors
    del before[tmp_path / "mine.toml"]
    assert all(path.read_bytes() == data for path, data in before.items())


def test_what_would_become_too_large_to_read_is_refused(fmt: Runner) -> None:
    text = f"a = {'[' * 31}{'1,' * (LARGEST_FILE // 60)}{']' * 31}"
    Path("mine.toml").write_text(text)
    told = fmt("mine.toml")
    assert told.code == 1
    assert f"formatted, would be larger than {LARGEST_FILE} bytes" in told.errors
    assert Path("mine.toml").read_text() == text


@pytest.mark.skipif(os.name == "nt", reason="file modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o755, 0o600])
def test_the_mode_of_a_file_stays(fmt: Runner, mode: int) -> None:
    Path("mine.toml").write_bytes(MESSY)
    Path("mine.toml").chmod(mode)
    fmt("mine.toml")
    assert Path("mine.toml").read_bytes() == NEAT
    assert stat.S_IMODE(Path("mine.toml").stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="making links takes rights on Windows")
def test_what_a_link_leads_to_is_formatted_and_the_link_stays(fmt: Runner) -> None:
    Path("folder").mkdir()
    Path("folder/real").write_bytes(MESSY)
    Path("between.toml").symlink_to("folder/real")
    Path("link.toml").symlink_to("between.toml")
    assert fmt("link.toml").output == "link.toml: formatted\n"
    assert Path("link.toml").readlink() == Path("between.toml")
    assert Path("between.toml").readlink() == Path("folder/real")
    assert Path("folder/real").read_bytes() == NEAT
    Path("lost.toml").symlink_to("nowhere")
    assert "lost.toml: there is no such file" in fmt("lost.toml").errors


def test_a_write_that_fails_leaves_the_file_and_is_told(
    fmt: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mine.toml").write_bytes(MESSY)

    def full(source: Path, part: str) -> NoReturn:
        assert (source.name, Path(part).parent) == ("mine.toml", source.parent)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copymode", full)
    told = fmt("mine.toml")
    assert (told.code, told.output) == (3, "")
    assert "mine.toml: cannot be written: No space left on device" in told.errors
    assert Path("mine.toml").read_bytes() == MESSY
    assert [path.name for path in Path.cwd().iterdir()] == ["mine.toml"]
