"""The wheel: installed in an empty environment, it plays by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

from support.program import ROOT
from support.real import missing


def test_the_wheel_plays_from_an_empty_environment(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    wheels = tmp_path / "wheels"
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", wheels, ROOT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "No matching distribution" in built.stdout + built.stderr:
        missing("the package index cannot be reached")
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = wheels.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "player/shipped_files/routines/pre-run.toml" in names
    assert "player/shipped_files/sounds/soft/go.wav" in names
    assert "player/shipped_files/sounds/crisp/go.wav" in names
    assert not [name for name in names if name.startswith(("tests", "routines"))]

    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin") / "python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "-q", wheel], capture_output=True, text=True, check=False
    )
    assert installed.returncode == 0, installed.stderr
    alone = {key: value for key, value in environment.items() if key != "PYTHONPATH"}
    player = python.with_name("player")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [player, *arguments], cwd=tmp_path, env=alone,
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    played = run("play", "demo", "--output", "demo.wav")
    assert (played.returncode, played.stderr) == (0, "Output: demo.wav\n")
    assert (tmp_path / "demo.wav").stat().st_size > 4_000_000
    assert "pre-run" in run("list").stdout
    where = subprocess.run(
        [python, "-c", "import player; print(player.__file__)"],
        cwd=tmp_path, env=alone, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(tmp_path) in where.stdout
