"""A session that goes by twenty times as fast as one that is heard, to be killed.

    fast_session.py TIMELINE FOLDER SEED

Every position is written to standard output before it is handed on, as a line. A pass is skipped
now and then.
"""

from __future__ import annotations

import os
import pickle
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from player.timeline.model import Timeline

ROOT = Path(__file__).resolve().parents[2]
FASTER = 20
STEP = 4000
"""Samples from one position to the next."""
HASH = "ab" * 32


def play(found: Timeline, folder: Path, seed: int) -> None:
    """Play a session until the process ends."""
    from player.cli.journaling import JournaledFollower
    from player.journal.records import About
    from player.journal.writer import Places, Writer
    from player.units import samples, seconds

    chance = random.Random(seed)  # noqa: S311 - places, no secrets
    where = Places(folder / "journal.sqlite", (folder,))
    follower = JournaledFollower(found, open_writer=lambda about: Writer(where, about))
    follower.begin(About(found.routine, found.title, found.length, HASH))
    position = since = 0
    spans = list(found.spans)
    began, heard = time.monotonic(), 0
    while position < found.length:
        heard += STEP
        time.sleep(max(0.0, began + seconds(heard) / FASTER - time.monotonic()))
        position = min(position + STEP, found.length)
        while len(spans) > 1 and position >= spans[0].stop:
            del spans[0]
        if position > spans[0].start + samples(3) and chance.random() < 0.03:
            follower.skipped(spans[0])
            position = since = spans[0].stop
        os.write(1, f"{position}\n".encode())
        follower.at(position, found, since)
    follower.end(position, finished=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    timeline_file, folder_name, seed_text = sys.argv[1:]
    play(
        pickle.loads(Path(timeline_file).read_bytes()),  # noqa: S301 - written by the test itself
        Path(folder_name),
        int(seed_text),
    )
