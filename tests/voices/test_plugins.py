"""Plug-ins: the worked example as a package of its own, and those that break their word."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import textwrap
import tomllib
import wave
from pathlib import Path

import pytest
from support.program import ROOT, Run

import player.voices
from player.audio.processing import to_clip
from player.errors import VoiceError
from player.voices.engine import VoiceChoice, VoiceUnavailableError
from player.voices.plugins import plugin, plugins
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.registry import all_engines, engine_and_voice
from player.voices.settings import CommandSettings, VoiceSettings

BEEPER = Path(__file__).parent / "beeper"
CHOICE = VoiceChoice()


def install(
    site: Path, name: str, module: str, entry_points: dict[str, str], version: str = "1.0"
) -> None:
    """Put a package where Python finds it, with what an installer writes beside it."""
    site.mkdir(exist_ok=True)
    (site / f"{name}.py").write_text(module)
    about = site / f"{name}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = [f"{key} = {value}" for key, value in entry_points.items()]
    (about / "entry_points.txt").write_text("\n".join(["[player.voices]", *lines, ""]))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, for this process."""
    found = tmp_path / "site"
    found.mkdir()
    monkeypatch.syspath_prepend(found)
    return found


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The environment of a program where the worked example is installed."""
    project = tomllib.loads((BEEPER / "pyproject.toml").read_text())["project"]
    install(
        tmp_path / "site",
        "beeper",
        (BEEPER / "beeper.py").read_text(),
        project["entry-points"]["player.voices"],
    )
    return {
        "PYTHONPATH": os.pathsep.join((str(tmp_path / "site"), str(ROOT))),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


def test_the_worked_example_is_the_one_that_is_tested() -> None:
    shown = inspect.getdoc(player.voices)
    assert shown is not None
    for name in ("pyproject.toml", "beeper.py"):
        code = (BEEPER / name).read_text().rstrip()
        assert textwrap.indent(code, "    ") in shown


def test_an_installed_plug_in_is_listed(run: Run, installed: dict[str, str]) -> None:
    listed = run("voices", "--json", **installed)
    assert listed.returncode == 0, listed.stderr
    found = {one["engine"]: one for one in json.loads(listed.stdout)}["beeper"]
    assert found["works"]
    assert [voice["voice"] for voice in found["voices"]] == ["beeper:low", "beeper:high"]
    assert "beeper:high" in run("voices", "--language", "de", **installed).stdout
    assert "beeper:high" not in run("voices", "--language", "fr", **installed).stdout


def test_an_installed_plug_in_speaks(run: Run, installed: dict[str, str], tmp_path: Path) -> None:
    lengths = []
    for voice in ("beeper", "beeper:high"):
        spoken = run("voices", "--say", "beep", "--voice", voice, "--output", "x.wav", **installed)
        assert spoken.returncode == 0, spoken.stderr
        with wave.open(str(tmp_path / "x.wav")) as file:
            lengths.append(file.getnframes() / file.getframerate())
    assert lengths == pytest.approx([4 * 10 / 165] * 2, abs=0.05)
    played = run("play", "demo", "--voice", "beeper", "--output", "null", **installed)
    assert (played.returncode, played.stderr) == (0, "Output: null\n")


def test_a_plug_in_tells_what_it_does_not_have(run: Run, installed: dict[str, str]) -> None:
    played = run("play", "demo", "--voice", "beeper:loud", "--output", "null", **installed)
    assert played.returncode == 3
    assert 'no voice "loud"' in played.stderr
    assert "write low or high" in played.stderr


def test_a_name_that_is_nothing_else_is_looked_up_among_plug_ins(site: Path) -> None:
    install(site, "beeper", (BEEPER / "beeper.py").read_text(), {"beeper": "beeper:Beeper"})
    engine, voice = engine_and_voice("beeper:high")
    assert (engine.name, voice) == ("beeper", "high")
    assert "beeper 1.0" in engine.fingerprint(CHOICE)
    speaker = engine.open(CHOICE)
    assert to_clip(speaker.speak("beep")).onset < 1000
    speaker.close()
    with pytest.raises(VoiceUnavailableError, match='no voice for the language "fr"'):
        engine.open(VoiceChoice(language="fr"))
    engine.open(VoiceChoice("high", language="fr")).close()
    other, voice = engine_and_voice("en-us")
    assert (type(other), voice) == (Pyttsx3Engine, "en-us")


@pytest.mark.parametrize("wanted", ["", "pyttsx3", "pyttsx3:de", "tone", "piper", "robot"])
def test_known_names_start_without_a_look_at_what_is_installed(wanted: str) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from player.voices.registry import engine_and_voice\n"
        "from player.voices.settings import CommandSettings, VoiceSettings\n"
        "robot = CommandSettings('robot', ('x',), Path('c'))\n"
        f"engine_and_voice({wanted!r}, VoiceSettings(dict(robot=robot)))\n"
        "assert 'importlib.metadata' not in sys.modules, 'looked'\n"
        "assert 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


BROKEN = """
class Broken:
    parallel = {parallel}
    def availability(self):
        {availability}
    def voices(self, language=""):
        {voices}
    def fingerprint(self, choice):
        {fingerprint}
    def open(self, choice):
        {open}
    def speak(self, text):
        {speak}
    def close(self):
        {close}
"""
WORKS = {
    "parallel": "1",
    "availability": "return (True, '', '')",
    "voices": "from player.voices.engine import Voice; return [Voice('', 'x', ())]",
    "fingerprint": "return 'x'",
    "open": "return self",
    "speak": "import numpy as np; from player.audio.clip import Recording; "
    "return Recording(np.ones(8000, np.float32), 8000)",
    "close": "pass",
}
RAISING = "raise ValueError('went\\x1b[31m wrong')"
LEAVING = "import sys; sys.exit('went wrong')"


def broken(site: Path, **methods: str) -> str:
    """Install a plug-in some of whose methods are other than they should be; its name."""
    name = f"broken{abs(hash(tuple(methods.items())))}"
    install(site, name, BROKEN.format(**{**WORKS, **methods}), {name: f"{name}:Broken"})
    return name


def used(name: str) -> None:
    """Use a plug-in for all that it is there for."""
    engine = plugin(name)
    assert engine is not None
    available = engine.availability()
    if not available.works:
        raise VoiceUnavailableError(available.reason, mend=available.mend)
    engine.voices()
    engine.fingerprint(CHOICE)
    speaker = engine.open(CHOICE)
    try:
        speaker.speak("hello")
    finally:
        speaker.close()


def test_a_plug_in_that_keeps_its_word_works(site: Path) -> None:
    used(broken(site))


@pytest.mark.parametrize("fault", [RAISING, LEAVING, "raise KeyError"])
@pytest.mark.parametrize("method", ["availability", "voices", "fingerprint", "open", "speak"])
def test_whatever_a_plug_in_raises_is_an_error_with_its_name(
    method: str, fault: str, site: Path
) -> None:
    name = broken(site, **{method: fault})
    with pytest.raises(VoiceError) as caught:
        used(name)
    told = str(caught.value)
    assert name in told
    assert "\x1b" not in told
    assert caught.value.mend
    assert isinstance(caught.value, VoiceUnavailableError) == (method != "speak")


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("availability", "return None"),
        ("availability", "return (True,)"),
        ("availability", "return (False, 3, None)"),
        ("parallel", "0"),
        ("parallel", "'many'"),
        ("parallel", "10**9"),
        ("voices", "return 3"),
        ("voices", "return ['high']"),
        ("voices", "from player.voices.engine import Voice; return [Voice(1, 'x', ())]"),
        ("voices", "from player.voices.engine import Voice; return [Voice('a', 'x', None)]"),
        ("fingerprint", "return None"),
        ("open", "return None"),
        ("speak", "return None"),
        ("speak", "return b'RIFF'"),
        ("speak", "from types import SimpleNamespace as S; return S(samples=[[1, 2]], rate=8000)"),
        ("speak", "from types import SimpleNamespace as S; return S(samples='ab', rate=8000)"),
        ("speak", "from types import SimpleNamespace as S; return S(samples=[1e400], rate=8000)"),
        ("speak", "from types import SimpleNamespace as S; return S(samples=[1], rate=0)"),
        ("speak", "from types import SimpleNamespace as S; return S(samples=[1], rate=10**9)"),
    ],
)
def test_what_a_plug_in_gives_is_checked(method: str, fault: str, site: Path) -> None:
    name = broken(site, **{method: fault})
    with pytest.raises(VoiceError) as caught:
        used(name)
    assert name in str(caught.value)


def test_without_a_fingerprint_a_routine_is_checked_but_never_spoken(
    run: Run, site: Path, tmp_path: Path
) -> None:
    name = broken(site, fingerprint=RAISING)
    (tmp_path / "wish.toml").write_text(
        f'title = "Wish"\n[voice]\nname = "{name}"\n[[step]]\nname = "A"\nhold = "1s"\n'
    )
    path = os.pathsep.join((str(site), str(ROOT)))
    checked = run("check", "./wish.toml", PYTHONPATH=path)
    assert "wish.toml: ok" in checked.stdout
    played = run("play", "./wish.toml", "--output", "null", PYTHONPATH=path)
    assert played.returncode == 0
    assert played.stderr.count("No voice:") == 1
    assert f"{name} 1.0 fails in `fingerprint`" in played.stderr


def test_a_plug_in_that_cannot_be_closed_has_spoken_all_the_same(site: Path) -> None:
    for fault in (RAISING, LEAVING):
        used(broken(site, close=fault))


def test_endless_voices_are_cut_off(site: Path) -> None:
    endless = (
        "import itertools; from player.voices.engine import Voice; "
        "return (Voice(str(n), 'x', ()) for n in itertools.count())"
    )
    engine = plugin(broken(site, voices=endless))
    assert engine is not None
    assert len(engine.voices()) == 10_000


def test_its_own_errors_are_told_as_they_are(site: Path) -> None:
    name = broken(
        site,
        speak="from player.errors import VoiceError; "
        "raise VoiceError('hoarse', place='me', mend='drink tea')",
    )
    with pytest.raises(VoiceError) as caught:
        used(name)
    assert str(caught.value) == "me: hoarse\n  drink tea"


@pytest.mark.parametrize(
    ("module", "entry"),
    [
        ("raise RuntimeError('went wrong')", "Broken"),
        ("import sys; sys.exit(4)", "Broken"),
        ("import no_such_package", "Broken"),
        ("this is no Python", "Broken"),
        ("", "Broken"),
        ("Broken = 3", "Broken"),
        ("def Broken(): raise ValueError", "Broken"),
        ("class Broken: pass", "Broken"),
    ],
)
def test_a_plug_in_that_cannot_be_loaded_is_unavailable(
    module: str, entry: str, site: Path
) -> None:
    name = f"unloadable{abs(hash(module))}"
    install(site, name, module, {name: f"{name}:{entry}"})
    engine = plugin(name)
    assert engine is not None
    available = engine.availability()
    assert not available.works
    assert available.reason
    assert available.mend
    assert engine.voices() == ()
    assert engine.fingerprint(CHOICE)
    with pytest.raises(VoiceUnavailableError) as caught:
        engine.open(CHOICE)
    assert name in str(caught.value)


def test_two_plug_ins_of_one_name_are_told_apart_by_nobody(site: Path) -> None:
    for package in ("one", "two"):
        install(site, f"{package}_voice", "", {"twin": f"{package}_voice:X"})
    engine = plugin("twin")
    assert engine is not None
    assert "one_voice 1.0 and two_voice 1.0" in engine.availability().reason


def test_a_plug_in_whose_name_is_taken_is_listed_as_unused(site: Path) -> None:
    beeper = (BEEPER / "beeper.py").read_text()
    install(site, "beeper", beeper, {"tone": "beeper:Beeper", "robot": "beeper:Beeper"})
    robot = CommandSettings("robot", ("x", "{output}"), site / "config.toml")
    settings = VoiceSettings({"robot": robot})
    listed = [engine for engine in all_engines(settings) if engine.name in {"tone", "robot"}]
    assert [engine.availability().works for engine in listed] == [True, False, False, False]
    assert "taken" in listed[2].availability().reason
    engine, _ = engine_and_voice("robot", settings)
    assert "no program" in engine.availability().reason


def test_all_plug_ins_are_found(site: Path) -> None:
    beeper = (BEEPER / "beeper.py").read_text()
    install(site, "beeper", beeper, {"b": "beeper:Beeper", "a": "beeper:Nothing"})
    assert [(one.name, one.availability().works) for one in plugins()] == [
        ("a", False),
        ("b", True),
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe[player.voices]", b"[player.voices]\nno equals\n"])
def test_a_package_that_cannot_be_read_hides_no_other(content: bytes, site: Path) -> None:
    about = site / "odd-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Name: odd\nVersion: 1.0\n")
    (about / "entry_points.txt").write_bytes(content)
    install(site, "beeper", (BEEPER / "beeper.py").read_text(), {"beeper": "beeper:Beeper"})
    found = plugin("beeper")
    assert found is not None
    assert found.availability().works
    assert plugin("odd") is None
    told = {one.name: one.availability() for one in plugins()}
    assert set(told) == {"beeper", "odd 1.0"}
    assert "cannot be read" in told["odd 1.0"].reason


def test_of_a_package_that_is_there_twice_the_first_counts(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeper = (BEEPER / "beeper.py").read_text()
    install(site, "beeper", beeper, {"beeper": "beeper:Beeper"})
    install(tmp_path / "earlier", "beeper", beeper, {"beeper": "beeper:Nothing"}, "2.0")
    monkeypatch.syspath_prepend(tmp_path / "earlier")
    found = plugin("beeper")
    assert found is not None
    assert "Nothing" in found.availability().reason


@pytest.mark.parametrize("fault", [RAISING, LEAVING])
def test_a_broken_plug_in_is_one_message_of_the_program(
    fault: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    name = broken(tmp_path / "site", speak=fault)
    path = os.pathsep.join((str(tmp_path / "site"), str(ROOT)))
    cache = str(tmp_path / "cache")
    for command in (["play", "demo"], ["voices", "--say", "hello"]):
        played = run(
            *command, "--voice", name, "--output", "null", PYTHONPATH=path, XDG_CACHE_HOME=cache
        )
        assert played.returncode == 3
        assert f"voice {name}" in played.stderr
        assert "went" in played.stderr
        assert "Traceback" not in played.stderr
        assert "\x1b" not in played.stderr
