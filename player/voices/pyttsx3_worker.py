"""The process that speaks with pyttsx3: a request per line, a reply per line, both JSON.

Run as `python -m player.voices.pyttsx3_worker`. The first request is
`{"voice": "", "language": "", "rate": 165, "system": false, "folder": …}`, where the folder is one
for files of the worker's own; the reply is `{"ready": true}` or `{"error": …}`. Where no voice is
named the system's own speaks, or one of the language if there is one.
Every further request is `{"text": …, "path": …}`; the reply is `{"path": …}` naming a sound file
in whatever format the system's driver writes, or `{"error": …}`. It ends with its input.

Or the only request is `{"list": true, "system": false, "folder": …}`; the reply is
`{"voices": [[id, name, [language, …]], …]}` or `{"error": …}`.

pyttsx3 2.99 has faults that this process is built around: it prints to stdout, tells errors
through a callback or on stderr only, writes one file per `runAndWait`, and on Linux returns from
it after a fixed nap of 10 ms whether the file is whole or not.
"""

from __future__ import annotations

import difflib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TextIO

LONGEST_PHRASE_SECONDS = 15.0
"""How long a phrase may take here; the player's own limit is shorter and ends the process."""


POLL_SECONDS = 0.0002
"""How often espeak-ng is asked whether it has come to rest, once a phrase is finished."""


SAVING_TRIES = 3
LARGEST_EMPTY_FILE = 64
"""How often a phrase is spoken until its file has sound, and bytes of a file that has none."""

SETTING_SECONDS = 0.01
SETTING_TRIES = 200
"""How long a rate may take to be set before it is set again, and how often."""


class _RefusedError(Exception):
    """A request that cannot be met, for a reason the listener can read."""


class _Voice:
    """pyttsx3, made to tell the truth."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.errors: list[str] = []
        self.finished = threading.Event()
        self.engine = _engine(request)
        self.engine.connect("error", self._on_error)
        self.engine.connect("finished-utterance", self._on_finished)
        voice = ""
        if request["voice"]:
            voice = self._voice_id(request["voice"])
        elif request.get("language"):
            voice = self._voice_of_language(request["language"])
        self._set(voice, request["rate"])
        self._replace_nap()

    def save(self, text: str, path: str) -> None:
        """Speak a text into a file.

        Now and then the driver's loop begins by cancelling what it is about to speak (seen in
        1 of 500 first phrases): a file without sound is spoken again.
        """
        for _ in range(SAVING_TRIES):
            self._save(text, path)
            if Path(path).stat().st_size > LARGEST_EMPTY_FILE:
                return

    def _save(self, text: str, path: str) -> None:
        self.errors.clear()
        self.finished.clear()
        self.engine.save_to_file(text, path)
        self.engine.runAndWait()
        if not self.errors and not self._written(path):
            self.finished.wait(LONGEST_PHRASE_SECONDS)
        if self.errors:
            raise _RefusedError(self.errors[-1])
        if not self._written(path):
            raise _RefusedError("pyttsx3 wrote no sound")

    def _set(self, voice: str, rate: int) -> None:
        """Choose voice and rate, and see that they were taken.

        On Linux without `runAndWait`: its loop ends by cancelling whatever espeak-ng has not
        done yet, which may be the change of rate, and may silence the first phrase.
        """
        driver = _linux_driver()
        if driver is not None:
            self.engine.proxy.setBusy(busy=False)  # settings are now done at once
        if voice:
            self.engine.setProperty("voice", voice)
        self.engine.setProperty("rate", rate)
        if driver is None:
            self.engine.runAndWait()
        if self.errors:
            raise _RefusedError(self.errors[-1])
        if driver is not None and not self._rate_reached(rate):
            raise _RefusedError(f"the rate cannot be set to {rate}")

    def _rate_reached(self, rate: int) -> bool:
        """See that espeak-ng's own thread takes the rate.

        A setting may lie in its queue until another one comes, so it is set again.
        """
        for _ in range(SETTING_TRIES):
            until = time.monotonic() + SETTING_SECONDS
            while time.monotonic() < until:
                if self.engine.getProperty("rate") == rate:
                    return True
                time.sleep(POLL_SECONDS)
            self.engine.setProperty("rate", rate)
        return False

    def _on_error(self, exception: BaseException, **_: object) -> None:
        self.errors.append(str(exception) or type(exception).__name__)
        self.finished.set()

    def _on_finished(self, **_: object) -> None:
        self.finished.set()

    def _replace_nap(self) -> None:
        """Let the Linux driver's loop wait for espeak-ng instead of napping for 10 ms.

        After the nap espeak-ng may still be speaking, or may still have a last event to deliver,
        which then ends the next phrase before it has begun (seen in 1 of 70 phrases on a busy
        machine). Only the driver module's own name `time` is replaced, within this process.
        """
        driver = _linux_driver()
        if driver is None:
            return

        def until_done(_: float) -> None:
            self.finished.wait(LONGEST_PHRASE_SECONDS)
            _wait_for_rest(driver)

        driver.time = SimpleNamespace(sleep=until_done)

    def _voice_id(self, wanted: str) -> str:
        voices = list(self.engine.getProperty("voices"))
        folded = wanted.casefold()
        for voice in voices:
            if folded in set(_called(voice)):
                return str(voice.id)
        calls = sorted({call for voice in voices for call in _called(voice)})
        near = difflib.get_close_matches(folded, calls, 5, 0.4) or calls[:5]
        raise _RefusedError(f'there is no voice "{wanted}"; near it are: {", ".join(near)}')

    def _voice_of_language(self, language: str) -> str:
        from player.voices.engine import Voice
        from player.voices.languages import voice_for

        listed = [Voice(one, name, tuple(spoken)) for one, name, spoken in _listed(self.engine)]
        best = voice_for([voice for voice in listed if voice.languages], language)
        if best is None:
            raise _RefusedError(f'there is no voice for the language "{language}"')
        return best.id

    @staticmethod
    def _written(path: str) -> bool:
        return Path(path).is_file() and Path(path).stat().st_size > 0


def _engine(request: dict[str, Any]) -> Any:
    """pyttsx3, with espeak-ng behind it on Linux."""
    if sys.platform == "linux":
        from player.voices.espeak_library import load_espeak

        load_espeak(system=request["system"], folder=Path(request["folder"]))
    import pyttsx3

    return pyttsx3.init()


def _listed(engine: Any) -> list[tuple[str, str, list[str]]]:
    """Id, name and languages of every voice."""
    return [
        (str(voice.id), str(voice.name), [_text(language) for language in voice.languages or ()])
        for voice in engine.getProperty("voices")
    ]


def _text(language: object) -> str:
    return language.decode() if isinstance(language, bytes) else str(language)


def _linux_driver() -> Any:
    """pyttsx3's module for espeak-ng, or None where another driver speaks."""
    return sys.modules.get("pyttsx3.drivers.espeak")


def _wait_for_rest(driver: Any) -> None:
    while driver._espeak.IsPlaying():  # noqa: SLF001 - the driver tells it nowhere else
        time.sleep(POLL_SECONDS)


def _called(voice: Any) -> Iterator[str]:
    """Everything a voice may be called by: its id, the end of that, its name and languages."""
    yield str(voice.id).casefold()
    yield str(voice.id).rpartition("/")[2].casefold()
    yield str(voice.name).strip().casefold()
    for language in voice.languages or ():
        yield _text(language).casefold()


def serve(requests: TextIO, replies: TextIO) -> None:
    """Answer requests until the input ends."""

    def reply(**answer: object) -> None:
        replies.write(json.dumps(answer) + "\n")
        replies.flush()

    try:
        first = json.loads(requests.readline())
        if first.get("list"):
            reply(voices=_listed(_engine(first)))
            return
        voice = _Voice(first)
    except _RefusedError as error:
        reply(error=str(error), refused=True)
        return
    except Exception as error:  # noqa: BLE001 - whatever a driver raises, the player is told
        reply(error=f"{type(error).__name__}: {error}")
        return
    reply(ready=True)
    for line in requests:
        request = json.loads(line)
        try:
            voice.save(request["text"], request["path"])
        except Exception as error:  # noqa: BLE001 - as above; the next phrase may still work
            reply(error=str(error))
        else:
            reply(path=request["path"])


def main() -> None:
    """Serve on the standard streams, with everything else kept off them."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    serve(sys.stdin, replies)
    replies.flush()
    os._exit(0)  # espeak's own thread may crash an orderly end


if __name__ == "__main__":
    main()
