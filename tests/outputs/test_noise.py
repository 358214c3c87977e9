from __future__ import annotations

import os
import subprocess
import sys

import pytest

from player.outputs.noise import quiet_stderr


def test_what_c_libraries_print_meanwhile_is_not_seen(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"noise")
    os.write(2, b"message")
    assert capfd.readouterr().err == "message"


ALSA = """
import ctypes, sys
from player.outputs.noise import quiet_alsa
alsa = ctypes.CDLL("libasound.so.2")
if sys.argv[1] == "quiet":
    quiet_alsa()
handle = ctypes.c_void_p()
sys.exit(alsa.snd_pcm_open(ctypes.byref(handle), b"no-such-device", 0, 0) == 0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's")
def test_alsa_is_kept_from_stderr_without_closing_it(environment: dict[str, str]) -> None:
    def printed(how: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-c", ALSA, how],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if "libasound.so.2" in ran.stderr:
            pytest.skip("there is no ALSA library on this machine")
        assert ran.returncode == 0
        return ran.stderr

    assert "no-such-device" in printed("loud")
    assert printed("quiet") == ""
