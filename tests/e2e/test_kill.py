"""A player that is killed: its journal opens, claims no more than was heard, knows the place."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import threading
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from support import fast_session
from support.compiling import timeline

from player.journal.records import Resume
from player.journal.resuming import Known, where_to_go_on
from player.journal.store import Journal
from player.live.moment import described

KILLS = 200
AT_ONCE = 6
LATEST = 1.2
"""Seconds after its first position in which a player is killed."""

ROUTINE = "".join(
    f'[[step]]\nname = "Step {number}"\nreps = 5\ntempo = "1s"\n'
    f'[[step]]\nname = "Hold {number}"\nhold = "12s"\n'
    for number in range(4)
)
FOUND = timeline(ROUTINE)
LEADS = [span.lead for span in FOUND.spans]
PASSES = [Known(span.doing.step, described(span)) for span in FOUND.spans]


class Killed(NamedTuple):
    """A player that was killed: the positions it had told, and its journal."""

    positions: list[int]
    journal: Path


def killed(folder: Path, seed: int) -> Killed:
    """A player that is killed at a moment after its first position."""
    moment = random.Random(seed).random() * LATEST  # noqa: S311 - moments, no secrets
    own = folder / f"{seed}"
    with subprocess.Popen(
        [sys.executable, fast_session.__file__, folder / "timeline", own, f"{seed}"],
        stdout=subprocess.PIPE,
    ) as player:
        assert player.stdout is not None
        told = [player.stdout.readline()]
        # It is read from all the time, so that it never waits for its reader.
        reader = threading.Thread(target=lambda: told.extend(player.stdout or ()))
        reader.start()
        reader.join(moment)
        player.kill()
        player.wait()
        reader.join()
    return Killed([int(line) for line in told if line.endswith(b"\n")], own / "journal.sqlite")


@pytest.fixture(scope="module")
def all_killed(tmp_path_factory: pytest.TempPathFactory) -> list[Killed]:
    """Two hundred players that were killed, each at a moment of its own."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "timeline").write_bytes(pickle.dumps(FOUND))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(partial(killed, folder), range(KILLS)))


def test_the_journal_of_a_killed_player_opens_and_claims_no_more_than_was_heard(
    all_killed: list[Killed],
) -> None:
    claimed = 0
    for one in all_killed:
        with closing(Journal(one.journal)) as journal:
            journal.check()
            for entry in journal.entries():
                assert entry.position in {0, *one.positions}
                assert entry.heard <= one.positions[-1]
                assert not entry.finished
                for done in journal.passes(entry.id):
                    heard = one.positions[-1] - FOUND.spans[done.number].start
                    assert done.length_done <= max(0, heard)
                    assert done.reps_done * 48_000 <= max(0, heard)
                claimed += entry.position > 0
    assert claimed > KILLS / 2


def test_a_killed_session_goes_on_within_one_pass_of_its_place(all_killed: list[Killed]) -> None:
    """What is on the disk is gone on with to the pass, and that is seldom behind.

    How far it is behind hangs on the disk: where that stands still for half a second, ten seconds
    of these sessions go by, so that a busy machine may lose a pass more now and then.
    """
    offered = behind = 0
    for one in all_killed:
        found, reached = _offered(one)
        assert (found is not None) == (reached > 0)
        goes_on = 0
        if found is not None:
            offered += 1
            changed = found.about.content_hash != fast_session.HASH
            place = where_to_go_on(found.standing, PASSES, changed=changed)
            assert place is not None
            assert place.word == ""
            goes_on = place.number
        assert goes_on == _pass_at(reached)
        stood = _pass_at(one.positions[-1])
        assert goes_on <= stood
        behind += goes_on < stood - 1
    assert offered > KILLS / 2
    assert behind < KILLS / 4


def _offered(one: Killed) -> tuple[Resume | None, int]:
    """The session that is offered, and the position that was noted last."""
    with closing(Journal(one.journal)) as journal:
        reached = max((entry.position for entry in journal.entries()), default=0)
        return journal.unfinished(FOUND.routine), reached


def _pass_at(position: int) -> int:
    return bisect_right(LEADS, position) - 1
