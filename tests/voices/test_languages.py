from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.voices.engine import Voice
from player.voices.languages import speaking, tidy, voice_for

ESPEAK = (
    Voice("gmw/de", "German", ("de",)),
    Voice("gmw/en-029", "English (Caribbean)", ("en-029",)),
    Voice("gmw/en", "English (Great Britain)", ("en-GB",)),
    Voice("gmw/en-us", "English (America)", ("en-US",)),
    Voice("roa/fr-be", "French (Belgium)", ("fr-BE",)),
    Voice("roa/fr", "French (France)", ("fr-FR",)),
    Voice("roa/pt", "Portuguese (Portugal)", ("pt",)),
    Voice("roa/pt-br", "Portuguese (Brazil)", ("pt-BR",)),
)
SYSTEM = (
    Voice("com.apple.daniel", "Daniel", ("en_GB",)),
    Voice("com.apple.anna", "Anna", ("de_DE",)),
    Voice("com.apple.petra", "Petra", ("de_DE",)),
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("de", "de"), ("DE", "de"), ("de_de", "de-DE"), ("en-gb", "en-GB"), (" fr ", "fr"),
        ("en-gb-x-rp", "en-GB-x-rp"), ("es-419", "es-419"), ("", ""),
    ],
)  # fmt: skip
def test_a_language_is_written_in_one_way(written: str, expected: str) -> None:
    assert tidy(written) == expected
    assert tidy(tidy(written)) == expected


@pytest.mark.parametrize(
    ("language", "best"),
    [
        ("de", "gmw/de"), ("de-AT", "gmw/de"), ("de_AT", "gmw/de"), ("fr", "roa/fr"),
        ("fr-CA", "roa/fr"), ("fr-BE", "roa/fr-be"), ("en-GB", "gmw/en"), ("pt-BR", "roa/pt-br"),
        ("pt", "roa/pt"),
    ],
)  # fmt: skip
def test_a_language_has_its_plainest_voice(language: str, best: str) -> None:
    found = voice_for(ESPEAK, language)
    assert found is not None
    assert found.id == best


def test_where_only_regions_are_spoken_the_first_of_the_language_speaks() -> None:
    for language in ("de", "de-DE", "de-CH"):
        found = voice_for(SYSTEM, language)
        assert found is not None
        assert found.name == "Anna"


def test_a_language_nobody_speaks_has_no_voice() -> None:
    assert voice_for(ESPEAK, "xx") is None
    assert voice_for((), "de") is None
    assert speaking(ESPEAK, "d") == ()


def test_voices_are_listed_by_language() -> None:
    assert speaking(ESPEAK, "") == ESPEAK
    assert [voice.id for voice in speaking(ESPEAK, "fr")] == ["roa/fr-be", "roa/fr"]
    assert [voice.id for voice in speaking(ESPEAK, "de-AT")] == ["gmw/de"]
    assert [voice.id for voice in speaking(ESPEAK, "en-US")] == ["gmw/en-us"]


def test_a_voice_without_languages_speaks_them_all() -> None:
    humming = Voice("", "hum")
    assert speaking((humming,), "de") == (humming,)
    assert voice_for((*ESPEAK, humming), "xx") == humming


@given(
    st.lists(st.builds(Voice, st.text(), st.text(), st.tuples(st.text())), max_size=5),
    st.text(max_size=12),
)
def test_the_voice_of_a_language_is_one_of_those_listed(voices: list[Voice], language: str) -> None:
    found = voice_for(voices, language)
    assert found is None or found in voices
    if language and speaking(voices, language):
        assert found is not None
