from __future__ import annotations

import re

from hypothesis import given
from support.compiling import compiled, timeline
from support.strategies import routines

from player.export.captions import sub_rip, web_vtt
from player.routine.model import Routine
from player.units import samples

TEXT = '[[step]]\nname = "Push & <b>pull</b>"\nhold = "5s"\n'


def test_captions_hold_every_phrase_in_order() -> None:
    found = timeline(TEXT)
    srt = sub_rip(found)
    spoken = [cue.text for cue in found.placements if cue.text]
    assert [block.split("\n")[2] for block in srt.split("\n\n")] == spoken
    assert srt.startswith("1\n00:00:00,405 --> ")


def test_nothing_unescaped_reaches_a_page() -> None:
    vtt = web_vtt(timeline(TEXT))
    assert vtt.startswith("WEBVTT\n\n")
    assert "Push &amp; &lt;b&gt;pull&lt;/b&gt;. 5 seconds." in vtt


@given(routines)
def test_captions_never_overlap_and_end_with_the_session(routine: Routine) -> None:
    found = compiled(routine)
    times = [
        samples((int(hour) * 60 + int(minute)) * 60 + float(second))
        for hour, minute, second in re.findall(r"(\d\d):(\d\d):(\d\d\.\d{3})", web_vtt(found))
    ]
    assert times == sorted(times)
    assert not times or times[-1] <= found.length
