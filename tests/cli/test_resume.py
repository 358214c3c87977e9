"""`player play --resume`: which session goes on, where, and what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.journals import NOBODY
from support.playing import BRIEF
from support.program import Run

from player.journal.living import this_host
from player.journal.records import About, Begun, Ended, Note, Reached, Standing
from player.journal.store import Journal
from player.units import samples

ROUTINE = f"""
title = "Three"
{BRIEF}
[[step]]
name = "Reach"
hold = "2s"
[[step]]
name = "Fold"
hold = "10-30s"
sides = ["left", "right"]
[[step]]
name = "Plank"
hold = "5s"
"""
NULL = ("--output", "null", "--voice", "tone")
ALL = samples(30)


class Past:
    """What was done before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journal = folder / "data" / "routine-player" / "journal.sqlite"

    def write(self, name: str, text: str = ROUTINE) -> None:
        (self._folder / f"{name}.toml").write_text(text)

    def left(  # noqa: PLR0913 - what is known of a session
        self,
        standing: Standing,
        *,
        routine: str = "three.toml",
        ago: timedelta = timedelta(minutes=5),
        finished: bool = False,
        level: int = 0,
        content: str = "",
        arguments: tuple[str, ...] = (),
    ) -> None:
        """A session was left, or done, so long ago."""
        when = (datetime.now(UTC) - ago).isoformat(timespec="seconds")
        about = About(
            str(self._folder / routine), "Three", ALL,
            level=level, content_hash=content, arguments=arguments,
        )  # fmt: skip
        notes: tuple[Note, ...] = (
            Begun(about, when, NOBODY, this_host()),
            Reached(samples(9), samples(9), ALL, standing),
            Ended(when, finished),
        )
        journal = Journal(self._journal)
        journal.note(f"{ago}", notes)
        journal.close()


@pytest.fixture
def past(tmp_path: Path) -> Past:
    found = Past(tmp_path)
    found.write("three")
    return found


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"XDG_DATA_HOME": str(tmp_path / "data")}


def standing(number: int = 2, name: str = "Fold, right", *, complete: bool = False) -> Standing:
    step = {0: "1", 3: "3"}.get(number, "2")
    return Standing(number, step, name, max(0, number - 1) % 2, samples(4), complete)


def test_it_goes_on_with_the_pass_that_was_done(run: Run, past: Past, data: dict[str, str]) -> None:
    past.left(standing())
    played = run("play", "--resume", *NULL, **data)
    assert played.returncode == 0, played.stderr
    lines = played.stdout.splitlines()
    assert lines[0].startswith("Three, ")
    assert lines[1].startswith("Going on at 0:")
    assert lines[1].endswith(", with Fold, right.")
    assert lines[2] == "[3/4] Fold, right: 0:10; next: Plank"
    assert "Reach" not in played.stdout


def test_options_of_then_hold_now(run: Run, past: Past, data: dict[str, str]) -> None:
    past.left(standing(), level=100)
    played = run("play", "--resume", *NULL, **data)
    assert "[3/4] Fold, right: 0:30; next: Plank" in played.stdout


def test_the_latest_one_goes_on_or_that_of_a_routine(
    run: Run, past: Past, data: dict[str, str]
) -> None:
    past.write("other")
    past.left(standing(), ago=timedelta(hours=2))
    past.left(standing(3, "Plank"), routine="other.toml", ago=timedelta(hours=1))
    assert ", with Plank." in run("play", "--resume", *NULL, **data).stdout
    named = run("play", "./three.toml", "--resume", *NULL, **data)
    assert ", with Fold, right." in named.stdout


def test_what_was_left_days_ago_must_be_named(run: Run, past: Past, data: dict[str, str]) -> None:
    past.left(standing(), ago=timedelta(days=3))
    assert run("play", "--resume", *NULL, **data).returncode == 1
    named = run("play", "./three.toml", "--resume", *NULL, **data)
    assert ", with Fold, right." in named.stdout


def test_a_routine_that_has_changed_is_told(run: Run, past: Past, data: dict[str, str]) -> None:
    past.write("three", ROUTINE.replace('name = "Fold"', 'name = "Bend"'))
    past.left(standing(), content="that of another one")
    played = run("play", "--resume", *NULL, **data)
    (told,) = [line for line in played.stdout.splitlines() if "changed" in line]
    assert told.startswith("The routine has changed since then. It goes on with step 2")
    assert told.endswith(", with Bend, right.")


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("arguments", [(), ("./three.toml",)])
def test_where_there_is_none_to_go_on_with_that_is_told(
    run: Run, data: dict[str, str], arguments: tuple[str, ...]
) -> None:
    played = run("play", *arguments, "--resume", *NULL, **data)
    assert played.returncode == 1
    assert "there is no session " in played.stderr
    assert "`player log` lists the sessions" in played.stderr
    assert played.stdout == ""


def test_a_session_that_was_done_is_not_gone_on_with(
    run: Run, past: Past, data: dict[str, str]
) -> None:
    past.left(standing(), ago=timedelta(hours=2))
    past.left(standing(3, "Plank", complete=True), finished=True, ago=timedelta(hours=1))
    assert "there is no session" in run("play", "--resume", *NULL, **data).stderr


def test_where_nothing_is_left_to_do_that_is_told(
    run: Run, past: Past, data: dict[str, str]
) -> None:
    past.left(standing(3, "Plank", complete=True))
    played = run("play", "--resume", *NULL, **data)
    assert played.returncode == 1
    assert "nothing of that session is left to do" in played.stderr
    assert "begin it anew: player play " in played.stderr


def test_a_routine_that_is_gone_is_told(
    run: Run, past: Past, data: dict[str, str], tmp_path: Path
) -> None:
    past.left(standing())
    (tmp_path / "three.toml").unlink()
    played = run("play", "--resume", *NULL, **data)
    assert played.returncode == 1
    assert "three.toml" in played.stderr
    assert "Traceback" not in played.stderr


def test_a_damaged_journal_is_told(run: Run, past: Past, data: dict[str, str]) -> None:
    past.left(standing())
    (Path(data["XDG_DATA_HOME"]) / "routine-player" / "journal.sqlite").write_bytes(b"x" * 9000)
    played = run("play", "--resume", *NULL, **data)
    assert played.returncode == 3
    assert "the journal cannot be used" in played.stderr


def test_without_a_routine_there_must_be_one_to_go_on_with(run: Run) -> None:
    played = run("play", *NULL)
    assert played.returncode == 2
    assert "Missing argument 'ROUTINE'" in played.stderr


@pytest.mark.parametrize("option", ["--level=80", "--pace=slow", "--fit=5m", "--from=2"])
def test_what_would_make_another_session_is_refused(
    run: Run, past: Past, data: dict[str, str], option: str
) -> None:
    past.left(standing())
    refused = run("play", "--resume", option, *NULL, **data)
    assert refused.returncode == 1
    name = option.partition("=")[0]
    assert f"--resume: with {name} it would be another session" in refused.stderr


def test_its_music_goes_on_from_any_folder_unless_none_is_wanted(
    run: Run, past: Past, data: dict[str, str], tmp_path: Path
) -> None:
    missing = ("--music", str(tmp_path / "missing.mp3"))
    past.left(standing(), arguments=missing)
    gone = run("play", "--resume", *NULL, **data)
    assert "missing.mp3: there is no such file or folder" in gone.stderr
    assert run("play", "--resume", "--no-music", *NULL, **data).returncode == 0
