"""Ids and titles proposed from what a person typed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from player.routine.proposing import proposed_id, proposed_title

ID = r"[a-z0-9]+(-[a-z0-9]+)*"


@given(st.text())
def test_a_proposed_id_is_an_id_or_nothing(text: str) -> None:
    assert re.fullmatch(f"({ID})?", proposed_id(text))


@given(st.from_regex(re.compile(ID, re.ASCII), fullmatch=True))
def test_an_id_is_proposed_for_itself(name: str) -> None:
    assert proposed_id(name) == name


def test_ids_and_titles_are_proposed_near_to_what_was_written() -> None:
    assert proposed_id("My Evening!") == "my-evening"
    assert proposed_id("  Frühsport  am Montag") == "fruhsport-am-montag"
    assert proposed_id("夜") == ""
    assert proposed_title("my-evening") == "My evening"
    assert proposed_title("after_the RUN") == "After the RUN"
