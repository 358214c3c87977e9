"""Everything that may go wrong in a session, done to a real player: what is seen, what is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.playing import PLAYER, Playing, children
from support.real import missing, require_commands
from support.sound_server import SoundServer
from support.terminal import Pseudoterminal, Terminal, eventually

from player.journal.side_file import PATTERN
from player.journal.store import Journal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")

QUIET = '[cues]\ncountdown = 0\nstyle = "brief"\n[defaults]\nprepare = 0\n'
LONG = f"""
title = "Long"
{QUIET}
[[step]]
name = "Reach"
hold = "1s"
[[step]]
name = "Fold"
hold = "90s"
[[step]]
name = "Plank"
hold = "90s"
"""
SHORT = f'title = "Short"\n{QUIET}[[step]]\nname = "Reach"\nhold = "1s"\n'
SILENT = ("--output", "silent", "--voice", "tone")

Play = Callable[..., Playing]
"""Begins `player` with arguments in the background; named arguments are more environment."""


@pytest.fixture
def home(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of a person with a journal of their own, and two routines."""
    (tmp_path / "long.toml").write_text(LONG)
    (tmp_path / "short.toml").write_text(SHORT)
    (tmp_path / "temp").mkdir()
    folders = {
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TMPDIR": str(tmp_path / "temp"),
    }
    return {**environment, **folders, "TERM": "xterm-256color"}


@pytest.fixture
def play(home: dict[str, str], tmp_path: Path) -> Iterator[Play]:
    begun: list[Playing] = []

    def begin(*arguments: str, command: list[str] = PLAYER, **more: str) -> Playing:
        begun.append(Playing([*command, "play", *arguments], {**home, **more}, tmp_path))
        return begun[-1]

    yield begin
    for one in begun:
        one.close()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "data" / "routine-player" / "journal.sqlite"


@pytest.fixture
def log(home: dict[str, str], tmp_path: Path) -> Callable[..., Any]:
    """`player log --json`, or all of one session."""

    def read(*words: str) -> Any:
        ran = subprocess.run(
            [*PLAYER, "log", *words, "--json"],
            env=home, cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return json.loads(ran.stdout)

    return read


def in_fold(playing: Playing) -> None:
    """Wait until the second pass is done."""
    playing.wait_for("(go)", after=playing.wait_for("“Fold.”"))


def goes_on_with_fold(play: Play) -> None:
    """Gone on with, the session begins again with the second pass, and not before."""
    again = play("--resume", *SILENT)
    in_fold(again)
    told = again.told.splitlines()
    assert told[:2] == ["Long, 3:09", "Going on at 0:03, with Fold."]
    assert told[2] == "[2/3] Fold: 1:30; next: Plank"
    assert "“Reach.”" not in again.told
    again.send(signal.SIGTERM)
    again.end()


@pytest.mark.parametrize(
    ("signals", "code"),
    [
        pytest.param((signal.SIGTERM,), 143, id="SIGTERM"),
        pytest.param((signal.SIGHUP,), 129, id="SIGHUP"),
        pytest.param((signal.SIGINT,), 130, id="Ctrl-C"),
        pytest.param((signal.SIGINT, signal.SIGINT), 130, id="Ctrl-C twice"),
        pytest.param((signal.SIGKILL,), -signal.SIGKILL, id="SIGKILL"),
    ],
)
def test_a_session_that_is_ended_from_outside_goes_on_at_its_pass(
    play: Play, log: Callable[..., Any], signals: tuple[signal.Signals, ...], code: int
) -> None:
    playing = play("./long.toml", *SILENT)
    in_fold(playing)
    for number in signals:
        playing.send(number)
    assert playing.end() == code
    if code > 0:
        assert "in Fold. To go on: player play --resume" in playing.told
    assert playing.errors == "Output: silent\n"
    (kept,) = log()
    assert (kept["title"], kept["finished"]) == ("Long", False)
    assert kept["heard"] == kept["position"] > 3
    assert (kept["ended"] is None) == (code < 0)
    reach, *_ = log("show", "1")[0]["passes"]
    assert (reach["name"], reach["length_done"], reach["skipped"]) == ("Reach", 1.0, False)
    if code in {143, -signal.SIGKILL}:
        goes_on_with_fold(play)
        assert [one["resumes"] for one in log()] == [1, None]


@pytest.mark.parametrize("how", [(), ("--plain",)], ids=["full screen", "plain"])
def test_a_terminal_that_is_closed_ends_the_session_in_order(
    home: dict[str, str], tmp_path: Path, log: Callable[..., Any], how: tuple[str, ...]
) -> None:
    terminal = Pseudoterminal([*PLAYER, "play", "./long.toml", *SILENT, *how], home, tmp_path)
    try:
        terminal.wait_for("Plank")  # what comes next
        terminal.hang_up()
        assert terminal.process.wait(30) == 129
    finally:
        terminal.process.kill()
    (kept,) = log()
    assert kept["ended"] is not None
    assert kept["position"] > 3


def test_a_window_that_is_closed_ends_the_session_in_order(
    play: Play, home: dict[str, str], tmp_path: Path, log: Callable[..., Any]
) -> None:
    require_commands("tmux", "pgrep")
    terminal = Terminal(home, tmp_path, (80, 24))
    try:
        terminal.type(" ".join([*PLAYER, "play", "./long.toml", *SILENT]))
        terminal.wait_for("Next  Plank")
    finally:
        terminal.close()
    eventually(lambda: log()[0]["ended"])
    goes_on_with_fold(play)


MANY = 150
"""Passes whose instructions are spoken in the background, so that there is time to disturb it."""


@pytest.fixture
def talkative(home: dict[str, str], tmp_path: Path) -> Iterator[Pseudoterminal]:
    """A player that speaks many phrases in the background while its session runs."""
    require_commands("pgrep")
    steps = "".join(
        f'[[step]]\nname = "Reach"\nhold = "60s"\nsay = "The way to do number {number}."\n'
        for number in range(MANY)
    )
    (tmp_path / "talk.toml").write_text(f'title = "Talk"\n{QUIET}{steps}')
    subprocess.run(
        [*PLAYER, "show", "./talk.toml", "--json"],
        env=home, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    command = [*PLAYER, "play", "./talk.toml", "--output", "silent", "--plain"]
    found = Pseudoterminal(command, home, tmp_path)
    found.wait_for("Reach")
    yield found
    found.close()


def speaking(terminal: Pseudoterminal) -> list[int]:
    """The processes that speak for it."""
    return children(terminal.process.pid, "pyttsx3_worker")


@pytest.mark.heard
@pytest.mark.quiet
def test_a_voice_that_dies_while_it_speaks_in_the_background_is_replaced(
    talkative: Pseudoterminal, tmp_path: Path
) -> None:
    def clips() -> int:
        return len(list((tmp_path / "cache").rglob("*.clip")))

    before = clips()
    eventually(lambda: clips() > before + 10)
    workers = speaking(talkative)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    assert workers
    assert clips() < before + MANY
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    eventually(lambda: clips() >= before + MANY)
    talkative.wait_for("59 s left")
    talkative.press("q")
    assert talkative.end() == 130
    assert "voice has failed" not in talkative.written


def test_a_voice_that_dies_again_and_again_is_told_and_the_session_goes_on(
    talkative: Pseudoterminal,
) -> None:
    def kill_all() -> bool:
        for worker in speaking(talkative):
            os.kill(worker, signal.SIGKILL)
        return "The voice has failed" in talkative.read()

    eventually(kill_all)
    talkative.wait_for("The voice has failed; sounds go on")
    talkative.wait_for("54 s left")
    talkative.wait_for("“Reach.”", after=talkative.wait_for("53 s left"))  # it is told for a while
    talkative.press("q")
    assert talkative.end() == 130
    assert "in Reach. To go on" in talkative.written


def test_a_sound_server_that_dies_and_comes_back_loses_nothing(
    play: Play, server: SoundServer, log: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "five.toml").write_text(
        f'title = "Five"\n{QUIET}[[step]]\nname = "Reach"\nhold = "6s"\n'
    )
    playing = play("./five.toml", "--voice", "tone", **server.environment)
    playing.wait_for("(go)")
    server.kill()
    lost = playing.wait_for("Waiting for it.")
    assert "(stop)" not in playing.told
    server.start()
    back = playing.wait_for("The sound is back.", after=lost)
    playing.wait_for("(stop)", after=back)
    assert playing.end() == 0
    assert playing.told.count("Waiting for it.") == 1
    (kept,) = log()
    assert (kept["finished"], kept["heard"]) == (True, kept["length"])
    (reach,) = log("show", "1")[0]["passes"]
    assert (reach["length_done"], reach["repeated"]) == (6.0, 0)


def test_whoever_leaves_while_the_device_is_gone_can_go_on_later(
    play: Play, server: SoundServer
) -> None:
    playing = play("./long.toml", "--voice", "tone", **server.environment)
    in_fold(playing)
    server.kill()
    playing.wait_for("Waiting for it.")
    playing.send(signal.SIGTERM)
    assert playing.end() == 143
    assert "in Fold. To go on: player play --resume" in playing.told
    goes_on_with_fold(play)


def plays_whole(playing: Playing) -> str:
    """The session comes to its end; what was told beside it."""
    assert playing.end() == 0, playing.errors
    assert "(stop)" in playing.told
    assert playing.errors.count("Output: silent\n") == 1
    return playing.errors.replace("Output: silent\n", "")


def side_files(folder: Path) -> list[Path]:
    return list(folder.rglob(PATTERN))


def takes_in(log: Callable[..., Any], tmp_path: Path, sessions: int = 1) -> None:
    """What looks at the journal next takes the side file in; all sessions are there, whole."""
    assert len(side_files(tmp_path)) == 1
    kept = log()
    assert side_files(tmp_path) == []
    assert [one["finished"] for one in kept] == [True] * sessions
    assert {one["heard"] for one in kept} == {kept[0]["length"]}


def test_a_damaged_journal_is_set_aside_and_a_new_one_begun(
    play: Play, journal: Path, log: Callable[..., Any]
) -> None:
    journal.parent.mkdir(parents=True)
    noise = os.urandom(20_000)
    journal.write_bytes(noise)
    told = plays_whole(play("./short.toml", *SILENT))
    assert told.count("the journal cannot be used: it is damaged") == 1
    (aside,) = journal.parent.glob("journal.sqlite.damaged-*")
    assert f"It is kept as {aside}" in told
    assert aside.read_bytes() == noise
    (kept,) = log()
    assert (kept["finished"], kept["heard"]) == (True, kept["length"])


def test_a_journal_that_another_program_holds_gives_way_to_a_side_file(
    play: Play, journal: Path, log: Callable[..., Any], tmp_path: Path
) -> None:
    Journal(journal).close()
    with closing(sqlite3.connect(journal, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        told = plays_whole(play("./short.toml", *SILENT))
    assert told.count("another program holds it") == 1
    assert told.count("This session is kept in") == 1
    takes_in(log, tmp_path)


def test_a_folder_in_the_place_of_the_journal_gives_way_to_a_side_file(
    play: Play, journal: Path, log: Callable[..., Any], tmp_path: Path
) -> None:
    journal.mkdir(parents=True)
    told = plays_whole(play("./short.toml", *SILENT))
    assert told.count("the journal cannot be used") == 1
    assert told.count("This session is kept in") == 1
    journal.rmdir()
    assert len(side_files(tmp_path)) == 1
    plays_whole(play("./short.toml", *SILENT))
    assert side_files(tmp_path) == []
    assert [one["finished"] for one in log()] == [True, True]


def mounted(before: str, after: str = ":") -> list[str]:
    """The player where something is mounted that no other process sees."""
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-euc"]
    if (
        shutil.which("unshare") is None
        or subprocess.run(
            [*alone, "mount -t tmpfs none /mnt"], check=False, capture_output=True
        ).returncode
    ):
        missing("nothing can be mounted on this machine")
    return [*alone, f'{before}; "$@"; {after}', "sh", *PLAYER]


def test_a_read_only_folder_gives_way_to_a_side_file_elsewhere(
    play: Play, journal: Path, log: Callable[..., Any], tmp_path: Path
) -> None:
    folder = journal.parent
    Journal(journal).close()
    sealed = mounted(f"mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}")
    told = plays_whole(play("./short.toml", *SILENT, command=sealed))
    assert told.count("the journal cannot be used") == 1
    assert told.count("This session is kept in") == 1
    assert str(folder) not in told.split("This session is kept in")[1]
    takes_in(log, tmp_path)


@pytest.mark.parametrize("room", [0, 100], ids=["at the start", "in mid-session"])
def test_a_full_disk_gives_way_to_a_side_file_elsewhere(
    play: Play, journal: Path, log: Callable[..., Any], tmp_path: Path, room: int
) -> None:
    folder, kept = journal.parent, tmp_path / "kept"
    folder.mkdir(parents=True)
    free = f"$(($(stat -fc %a {folder}) * 4096 - {room * 1024}))"
    fill = f"head -c {free} /dev/zero >{folder}/fill"
    full = mounted(f"mount -t tmpfs -o size=1m none {folder}; {fill}", f"cp -a {folder} {kept}")
    told = plays_whole(play("./short.toml", *SILENT, command=full))
    assert told.count("the disk is full") == 1
    assert told.count("This session is kept in") == 1
    for one in side_files(kept):
        one.rename(folder / one.name)
    takes_in(log, tmp_path)


def test_where_nothing_can_be_written_the_session_goes_on(play: Play) -> None:
    seal = "mount -o remount,bind,ro"
    sealed = mounted(f"{seal} /tmp 2>/dev/null || true; {seal} /")
    told = plays_whole(play("./short.toml", *SILENT, command=sealed))
    assert told.count("this session is not kept") == 1
    assert told.count("The voice cache cannot be written") == 1


PULLED = """
import sys, threading
from player.cli.main import main
from player.remote import remote

class Failing(remote.NoRemote):
    def start(self, controls):
        threading.Thread(target=self._fail, args=(controls,)).start()

    def _fail(self, controls):
        while controls.now().position < 4 * 48000:
            threading.Event().wait(0.01)
        raise LookupError("the cable was pulled")

remote.remote_of = lambda system, tell: Failing()
main()
"""


def test_a_thread_that_fails_ends_the_session_in_order(play: Play, log: Callable[..., Any]) -> None:
    playing = play("./long.toml", *SILENT, command=[sys.executable, "-c", PULLED])
    assert playing.end() == 3
    assert "in Fold. To go on: player play --resume" in playing.told
    assert playing.errors.count("an unexpected error: LookupError: the cable was pulled") == 1
    assert "Traceback" not in playing.errors
    (kept,) = log()
    assert kept["ended"] is not None


def test_a_thread_that_fails_under_the_screen_gives_the_terminal_back(
    home: dict[str, str], tmp_path: Path, log: Callable[..., Any]
) -> None:
    command = [sys.executable, "-c", PULLED, "play", "./long.toml", *SILENT]
    terminal = Pseudoterminal(command, home, tmp_path)
    try:
        assert terminal.end() == 3
        left = terminal.written.index("\x1b[?1049l")
        assert "the cable was pulled" in terminal.written[left:]
        assert "in Fold. To go on" in terminal.written[left:]
        assert "Traceback" not in terminal.written
        assert terminal.settings() == terminal.before
    finally:
        terminal.close()
    assert log()[0]["ended"] is not None


SLEPT = """
from player.cli import guiding
from player.cli.main import main

class Slumber:
    asked = 0

    def noticed(self):
        self.asked += 1
        return 600.0 if self.asked == 100 else 0.0

guiding.slumber_of_system = Slumber
main()
"""


def test_after_the_machine_slept_the_session_is_paused(play: Play) -> None:
    """What the system tells of sleep is tested elsewhere; a test cannot send it to sleep."""
    playing = play("./long.toml", *SILENT, command=[sys.executable, "-c", SLEPT])
    playing.wait_for("The machine slept for 600 s: paused.", after=playing.wait_for("Paused."))
    playing.send(signal.SIGTERM)
    assert playing.end() == 143


def test_a_second_player_is_told_of_the_first(play: Play, log: Callable[..., Any]) -> None:
    first = play("./long.toml", *SILENT)
    in_fold(first)
    second = play("./short.toml", *SILENT)
    assert plays_whole(second) == ("Another player is playing Long just now; both are heard.\n")
    assert first.process.poll() is None
    first.send(signal.SIGTERM)
    first.end()
    assert [(one["title"], one["finished"]) for one in log()] == [("Short", True), ("Long", False)]
