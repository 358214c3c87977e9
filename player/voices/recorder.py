"""Texts to clips, from the cache where it has them, else spoken and kept."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from player.audio.shape import Shape
from player.errors import VoiceError
from player.voices.cache import ClipCache, cache_key

if TYPE_CHECKING:
    from player.audio.clip import Clip, Recording
    from player.voices.engine import Engine, Speaker, VoiceChoice

    Recordings = queue.Queue[tuple[str, Recording] | None]

PROCESSING_VERSION = 3
"""Raised whenever the same recording would become another clip; part of every cache key."""

PHRASES_PER_SPEAKER = 8
"""A further speaker is started only for at least so many phrases: starting takes as long."""

GIVING_UP_SECONDS = 5.0
"""How long a speaker may take to stop once the person has interrupted."""

SPOKEN_AHEAD = 8
"""Recordings that wait to be made into clips at the most."""

Progress = Callable[[int, int], None]
"""Told how many phrases are spoken, and of how many."""

Tell = Callable[[str], None]
"""Tells the person something in one line."""

Spoken = Callable[[str], str]
"""From a text as it is shown to the text as it is spoken."""


class Recorder:
    """Gives a clip for every text, speaking each phrase once.

    Args:
        engine: What speaks.
        choice: Which of its voices.
        cache: Where clips are kept.
        tell: Told once if the cache cannot be written.
        progress: Told of every phrase that had to be spoken.
        spoken: How a text is spoken; the cache knows it by that.
    """

    def __init__(  # noqa: PLR0913 - each from another part of the player
        self,
        engine: Engine,
        choice: VoiceChoice,
        cache: ClipCache,
        *,
        tell: Tell,
        progress: Progress = lambda _done, _total: None,
        spoken: Spoken = str,
    ) -> None:
        self.clips: dict[str, Clip] = {}
        self.engine = engine
        self._choice = choice
        self._cache = cache
        self._tell = tell
        self.progress = progress
        self._spoken_form = spoken
        self._fingerprint = engine.fingerprint(choice)
        self._told_cache = False
        self._speakers: list[Speaker] = []
        self._lock = threading.Lock()

    def known_shapes(self, texts: Iterable[str]) -> dict[str, Shape]:
        """Outlines of the texts that the cache has; nothing is spoken."""
        found = {text: self._cache.shape(self._key(text)) for text in texts}
        return {text: shape for text, shape in found.items() if shape is not None}

    def record(self, texts: Iterable[str]) -> Mapping[str, Shape]:
        """Have every text as a clip among `clips`, and give their outlines.

        Raises:
            VoiceError: If a phrase cannot be spoken.
        """
        asked = list(dict.fromkeys(texts))
        missing: dict[str, list[str]] = {}
        for text in asked:
            clip = self.clips.get(text) or self._cache.load(self._key(text))
            if clip is None:
                missing.setdefault(self._spoken_form(text), []).append(text)
            else:
                self.clips[text] = clip
        if missing:
            made = self._speak(list(missing))
            self.clips |= {text: made[spoken] for spoken in missing for text in missing[spoken]}
            self._cache.trim()
        self._cache.touch([self._key(text) for text in asked])
        return {text: self.clips[text].shape for text in asked}

    def _key(self, text: str) -> str:
        return self._key_as_spoken(self._spoken_form(text))

    def _key_as_spoken(self, text: str) -> str:
        return cache_key(self._fingerprint, PROCESSING_VERSION, text)

    def _speak(self, texts: list[str]) -> dict[str, Clip]:
        """Speak texts as they are, each once; clips are made here while speakers speak on."""
        made: dict[str, Clip] = {}
        waiting = iter(texts)
        self._speakers = []
        spoken: Recordings = queue.Queue(SPOKEN_AHEAD)
        failures: list[BaseException] = []
        wanted = -(-len(texts) // PHRASES_PER_SPEAKER)
        threads = [
            threading.Thread(target=self._work, args=(waiting, spoken, failures), daemon=True)
            for _ in range(min(self.engine.parallel, wanted))
        ]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            # Not by join(): interrupted, it takes a running thread for ended (Python 3.11).
            while running:
                one = spoken.get()
                if one is None:
                    running -= 1
                    continue
                text, recording = one
                made[text] = _clip(text, recording)
                self._keep(text, made[text])
                self.progress(len(made), len(texts))
        except BaseException as interrupt:
            failures.append(interrupt)
            with self._lock:
                speakers = list(self._speakers)
            for speaker in speakers:
                speaker.close()
            with suppress(queue.Empty):
                while running:
                    running -= spoken.get(timeout=GIVING_UP_SECONDS) is None
            raise
        if failures:
            raise failures[0]
        return made

    def _work(
        self, waiting: Iterator[str], spoken: Recordings, failures: list[BaseException]
    ) -> None:
        """Speak texts from a common store until it is empty or anyone has failed."""
        speaker: Speaker | None = None
        try:
            speaker = self.engine.open(self._choice)
            with self._lock:
                self._speakers.append(speaker)
            while not failures:
                with self._lock:
                    text = next(waiting, None)
                if text is None:
                    return
                spoken.put((text, speaker.speak(text)))
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            failures.append(error)
        finally:
            if speaker is not None:
                speaker.close()
            spoken.put(None)

    def _keep(self, text: str, clip: Clip) -> None:
        try:
            self._cache.store(self._key_as_spoken(text), clip)
        except OSError as error:
            if not self._told_cache:
                self._told_cache = True
                self._tell(
                    f"The voice cache cannot be written ({error.strerror}): "
                    f"{self._cache.folder}. Phrases will be spoken anew next time."
                )


def _clip(text: str, recording: Recording) -> Clip:
    from player.audio.processing import SilentRecordingError, to_clip

    try:
        return to_clip(recording)
    except SilentRecordingError as error:
        raise VoiceError(
            "the voice says nothing for it",
            place=f'the phrase "{text[:60]}"',
            mend="write it in words that can be spoken",
        ) from error
