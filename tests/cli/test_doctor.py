"""`player doctor`: a line for every part, whatever is broken."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support.journals import begun
from support.new_users import player
from support.sound_server import SoundServer

from player.journal.store import Journal

PARTS = [
    "player", "config", "voice", "device", "cache", "journal", "routines", "terminal", "remote",
    "awake", "disk",
]  # fmt: skip


class Doctor:
    """`player doctor` for one listener, without a device."""

    def __init__(self, home: dict[str, str], folder: Path) -> None:
        self.own = folder / "config" / "routine-player"
        self.data = folder / "data" / "routine-player"
        self.own.mkdir(parents=True)
        self.data.mkdir(parents=True)
        self.home = {**home, "XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder)}
        self._folder = folder

    def run(self, *arguments: str, code: int = 0, output: str = "null") -> str:
        done = player(self.home, self._folder, "doctor", "--output", output, *arguments)
        assert "Traceback" not in done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def checks(self, *arguments: str, code: int = 0) -> dict[str, dict[str, str]]:
        told = json.loads(self.run("--json", *arguments, code=code))
        assert told["ok"] == (code == 0)
        return {one["part"]: one for one in told["checks"]}


@pytest.fixture
def doctor(home: dict[str, str], tmp_path: Path) -> Doctor:
    return Doctor(home, tmp_path)


def test_every_part_has_its_line_and_the_phrase_is_played(doctor: Doctor) -> None:
    lines = [line for line in doctor.run().splitlines() if not line.startswith("    ")]
    assert [line.split()[1] for line in lines] == [*PARTS, "sound"]
    assert {line.split()[0] for line in lines} <= {"ok", "note"}
    by_part = {line.split()[1]: line for line in lines}
    assert "en, " in by_part["voice"]
    assert by_part["journal"].endswith("no sessions yet")
    assert not list(doctor.data.iterdir())


def test_nothing_is_played_where_quiet_is_asked_for(doctor: Doctor) -> None:
    assert list(doctor.checks("--quiet")) == PARTS
    doctor.run("--voice", "tone", output="heard.wav")
    assert (doctor.own.parent.parent / "heard.wav").stat().st_size > 100_000


def test_settings_at_fault_do_not_hide_the_rest(doctor: Doctor) -> None:
    (doctor.own / "config.toml").write_text('voice = "nobody"\nrate = 20\n')
    found = doctor.checks("--quiet", code=1)
    assert list(found) == PARTS
    assert found["config"]["standing"] == "wrong"
    assert "`rate`" in found["config"]["found"]
    assert "80 to 400" in found["config"]["mend"]
    assert found["voice"]["standing"] == "ok"


def test_a_voice_that_does_not_speak_fails(doctor: Doctor) -> None:
    (doctor.own / "config.toml").write_text(
        'voice = "robot"\n[voices.robot]\ncommand = ["no-such-program", "{output}"]\n'
    )
    told = doctor.run(code=3)
    assert "fails  voice     robot: there is no program" in told
    assert "sound" not in {line.split()[1] for line in told.splitlines()}
    assert doctor.checks("--voice", "tone")["voice"]["standing"] == "ok"


def test_a_device_that_does_not_open_fails(doctor: Doctor) -> None:
    told = doctor.run("--voice", "tone", code=3, output="device")
    assert "fails  device    device: no sound device" in told
    assert "played" not in told


def test_what_is_damaged_is_told_and_left_alone(doctor: Doctor) -> None:
    journal = doctor.data / "journal.sqlite"
    journal.write_bytes(b"rubbish" * 1000)
    clips = doctor.own.parent.parent / "routine-player" / "clips"
    clips.mkdir(parents=True)
    (clips / "x.clip").write_bytes(b"rubbish")
    (doctor.own / "routines").mkdir()
    (doctor.own / "routines" / "mine.toml").write_text('title = "x"\nzzz = 1\n')
    found = doctor.checks("--quiet", "--voice", "tone", code=1)
    assert found["journal"]["standing"] == "fails"
    assert found["journal"]["mend"] == "the next session sets it aside and begins a new one"
    assert "1 damaged" in found["cache"]["found"]
    assert "mine" in found["routines"]["found"]
    assert "player check mine" in found["routines"]["mend"]
    assert journal.read_bytes() == b"rubbish" * 1000


def test_sessions_are_counted(doctor: Doctor) -> None:
    with closing(Journal(doctor.data / "journal.sqlite")) as journal:
        journal.note("a", [begun()])
    assert doctor.checks("--quiet", "--voice", "tone")["journal"]["found"] == "one session, whole"


def test_an_exception_in_a_part_is_its_line(doctor: Doctor, tmp_path: Path) -> None:
    broken = tmp_path / "site"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import shutil\n"
        "def disk_usage(_):\n raise ZeroDivisionError('of all things')\n"
        "shutil.disk_usage = disk_usage\n"
    )
    doctor.home["PYTHONPATH"] = f"{broken}:{doctor.home['PYTHONPATH']}"
    found = doctor.checks("--quiet", "--voice", "tone", code=3)
    assert found["disk"]["found"] == "ZeroDivisionError: of all things"
    assert found["cache"]["standing"] == "ok"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--latency"], 1, "no terminal to tap in"),
        (["--latency", "--quiet"], 2, "--latency goes with"),
        (["--latency", "--json"], 2, "--latency goes with"),
    ],
)
def test_every_mistake_is_one_message_with_its_code(
    arguments: list[str], code: int, told: str, doctor: Doctor
) -> None:
    assert told in doctor.run(*arguments, code=code)


@pytest.mark.skipif(sys.platform != "linux", reason="the sound server is Linux's")
def test_the_phrase_is_heard_from_a_real_device(doctor: Doctor, server: SoundServer) -> None:
    doctor.home |= {key: server.environment[key] for key in ("XDG_RUNTIME_DIR", "PULSE_SERVER")}
    told = doctor.run("--voice", "tone", output="device")
    assert "ok     sound     played to its end" in told
    device = next(line for line in told.splitlines() if " device " in line)
    assert device.startswith("ok ")
    assert 'there is no sound device "absent"' in doctor.run(
        "--voice", "tone", "--device", "absent", code=1, output="device"
    )
