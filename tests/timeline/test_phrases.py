"""The words of the player, language by language: complete, right in number, short enough."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given, settings
from support.compiling import SOUNDS, compiled
from support.strategies import routines

from player.audio.shape import Shape
from player.routine.languages import DEFAULT_LANGUAGE, LANGUAGES
from player.routine.measures import MEASURES
from player.routine.model import Routine, Style, Variant
from player.routine.reader import load, loads
from player.session.plan import plan
from player.timeline import interjections, rules
from player.timeline import phrases as words_of_the_player
from player.timeline.compile import compile_session
from player.timeline.cues import cues_for
from player.timeline.model import Timeline
from player.timeline.phrases import Phrases, phrases, sentence
from player.timeline.phrases.plurals import MILLION, PLURALS
from player.units import samples
from player.voices.cache import ClipCache
from player.voices.engine import VoiceChoice
from player.voices.estimate import estimated_shape, estimated_shapes
from player.voices.pyttsx3_engine import Pyttsx3Engine
from player.voices.recorder import Recorder

CATALOGUES = Path(words_of_the_player.__file__).parent
DEMOS = Path(__file__).resolve().parents[1] / "data" / "languages"
ENGLISH = phrases(DEFAULT_LANGUAGE)
OTHERS = tuple(language for language in LANGUAGES if language != DEFAULT_LANGUAGE)
COUNTED = ("exercises", "sets", "reps", "breaths", "minutes", "seconds")
VOICE = VoiceChoice(rate=165)

every_language = pytest.mark.parametrize("language", LANGUAGES)
other_languages = pytest.mark.parametrize("language", OTHERS)


def places(text: str) -> set[str]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}


def texts_of(value: object) -> list[str]:
    """The texts that a key holds: one, a list, or forms."""
    if isinstance(value, str):
        return [value]
    return [str(one) for one in (value.values() if isinstance(value, dict) else value)]  # type: ignore[attr-defined]


def estimated(text: str) -> int:
    return estimated_shape(text, VOICE).length


def test_every_language_has_its_catalogue_and_its_plural_rule() -> None:
    assert {file.stem for file in CATALOGUES.glob("*.toml")} == set(LANGUAGES) == set(PLURALS)


@every_language
def test_a_catalogue_has_the_keys_of_the_english_one_in_its_order(language: str) -> None:
    assert list(phrases(language).words) == list(ENGLISH.words)


@every_language
def test_every_phrase_has_the_places_of_the_english_one(language: str) -> None:
    words = phrases(language).words
    for key, value in ENGLISH.words.items():
        assert type(words[key]) is type(value), key
        if key in COUNTED:
            continue
        wanted = set().union(*(places(text) for text in texts_of(value)))
        for text in texts_of(words[key]):
            assert places(text) == wanted, (key, text)


@every_language
def test_every_counted_thing_has_the_forms_that_its_rule_tells_apart(language: str) -> None:
    words, rule = phrases(language).words, PLURALS[language]
    alone = [count for count in range(MILLION + 1) if rule.form(count) == "one"] == [1]
    for key in COUNTED:
        forms = {name: text for name, text in words[key].items() if not name.isdigit()}
        assert set(forms) == set(rule.forms), key
        for name, text in forms.items():
            assert places(text) == {"count"} or (name == "one" and alone), (key, name)


@pytest.mark.parametrize("key", COUNTED)
@every_language
def test_forms_that_a_rule_tells_apart_differ(language: str, key: str) -> None:
    texts = texts_of(phrases(language).words[key])
    assert len(set(texts)) == len(texts)


@every_language
def test_plural_rules_are_those_of_cldr(language: str) -> None:
    theirs, ours = Locale.parse(language).plural_form, PLURALS[language]
    assert {*theirs.rules, "other"} == set(ours.forms)
    near = (MILLION - 1, MILLION, MILLION + 1, 2 * MILLION, 10**9, 10**9 + 1)
    for count in (*range(2000), *near):
        assert ours.form(count) == theirs(count), count


@every_language
def test_every_language_counts_sets_and_rounds_in_words_as_far(language: str) -> None:
    words = phrases(language).words
    for key in ("ordinal_sets", "ordinal_rounds"):
        assert len(set(words[key])) == len(ENGLISH.words[key])


@every_language
def test_phrases_end_without_a_stop_and_begin_without_a_space(language: str) -> None:
    for key, value in phrases(language).words.items():
        for text in texts_of(value):
            assert text == text.strip(), key
            assert text, key
            assert text[-1] not in ".!?…:", key


@every_language
def test_a_sentence_of_any_phrase_begins_with_a_capital(language: str) -> None:
    for value in phrases(language).words.values():
        for text in texts_of(value):
            told = sentence(text)
            assert told[0] == text[0].upper()
            assert told.endswith(".")


SPOKEN = {
    "en": ("1 minute 30 seconds", "2 minutes", "1 second", "Second set of 3", "Last round",
           "Round 12 of 14", "mat, wall and band", "1 breath"),
    "de": ("eine Minute 30 Sekunden", "2 Minuten", "eine Sekunde", "Zweiter Satz von 3",
           "Letzte Runde", "Runde 12 von 14", "mat, wall und band", "ein Atemzug"),
    "es": ("un minuto y 30 segundos", "2 minutos", "un segundo", "Segunda serie de 3",
           "Última vuelta", "Vuelta 12 de 14", "mat, wall y band", "una respiración"),
    "fr": ("une minute 30 secondes", "2 minutes", "une seconde", "Deuxième série sur 3",
           "Dernier tour", "Tour 12 sur 14", "mat, wall et band", "une respiration"),
}  # fmt: skip


@every_language
def test_figures_are_told_as_a_person_would(language: str) -> None:
    words = phrases(language)
    assert SPOKEN[language] == (
        words.duration(samples(90)),
        words.duration(samples(120)),
        words.duration(samples(1)),
        words.nth("set", 2, 3),
        words.nth("round", 3, 3),
        words.nth("round", 12, 14),
        words.listed(["mat", "wall", "band"]),
        words.number("breaths", 1),
    )


def test_rounds_and_sets_have_the_gender_of_their_noun() -> None:
    assert phrases("de").nth("round", 1, 3) == "Erste Runde von 3"
    assert phrases("de").nth("set", 1, 3) == "Erster Satz von 3"
    assert phrases("fr").nth("round", 1, 3) == "Premier tour sur 3"
    assert phrases("fr").nth("set", 1, 3) == "Première série sur 3"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("banda", "esterilla y banda"),
        ("imán", "esterilla e imán"),
        ("hilo", "esterilla e hilo"),
        ("Hilo", "esterilla e Hilo"),
        ("hielo", "esterilla y hielo"),
    ],
)
def test_the_spanish_and_bends_before_its_own_sound(last: str, said: str) -> None:
    assert phrases("es").listed(["esterilla", last]) == said


@every_language
def test_one_thing_is_listed_alone(language: str) -> None:
    assert phrases(language).listed(["mat"]) == "mat"


def test_french_counts_nothing_in_the_singular() -> None:
    assert phrases("fr").number("exercises", 0) == "0 exercice"
    assert phrases("es").number("exercises", 0) == "0 ejercicios"


@every_language
def test_the_usual_sides_and_directions_have_spoken_names(language: str) -> None:
    words, usual = phrases(language), LANGUAGES[language]
    assert words.named(usual.sides[0]) == words.say("left_side")
    assert words.named(usual.sides[1]) == words.say("right_side")
    assert words.named(usual.directions[0]) == words.say("clockwise")
    assert words.named(usual.directions[1]) == words.say("counterclockwise")
    assert words.named("the other one") == "the other one"
    assert words.named("") == ""


BRIEF = [(key, f"{key}_brief") for key in ENGLISH.words if f"{key}_brief" in ENGLISH.words]


@pytest.mark.parametrize(("full", "brief"), BRIEF)
@every_language
def test_a_brief_wording_takes_nine_tenths_of_the_full_one_at_the_most(
    language: str, full: str, brief: str
) -> None:
    words = phrases(language)
    values = {"time": words.duration(samples(10))} if "{time}" in words.words[full] else {}
    assert estimated(words.say(brief, **values)) <= 0.9 * estimated(words.say(full, **values))


@every_language
def test_a_count_and_a_breath_fit_into_the_shortest_part_of_a_rep_with_words(language: str) -> None:
    words = phrases(language)
    for breath in ("in", "out"):
        for count in range(1, 21):
            said = words.say("count_and", count=count, word=words.say(breath))
            assert estimated(said) <= rules.SPOKEN_PHASE - rules.GAP, said


@every_language
def test_no_phrase_within_a_pass_takes_much_longer_than_the_english_one(language: str) -> None:
    words, time = phrases(language), phrases(language).duration(samples(10))
    for key in ("halfway", "halfway_brief", "remaining", "remaining_brief", "last_rep", "next"):
        values = {"time": time, "name": "…"}
        plainly = {"time": ENGLISH.duration(samples(10)), "name": "…"}
        ours = estimated(words.say(key, **values))
        assert ours <= estimated(ENGLISH.say(key, **plainly)) + samples(0.6), key


def demo(language: str) -> Routine:
    return load(DEMOS / f"{language}.toml", name=language)


def said_in(timelines: Iterable[Timeline]) -> set[str]:
    return {cue.text for one in timelines for cue in one.placements if cue.text is not None}


def in_styles(routine: Routine) -> Iterator[Timeline]:
    for style in (Style.FULL, Style.BRIEF):
        yield compiled(routine._replace(cues=routine.cues._replace(style=style)))


@other_languages
def test_every_language_has_a_demo_with_the_steps_of_the_others(language: str) -> None:
    def outline(routine: Routine) -> list[tuple[Any, ...]]:
        return [
            (one.kind, one.reps, one.length, one.sides, one.directions, one.set, one.round)
            for one in plan(routine).passes
        ]

    assert demo(language).language == language
    assert outline(demo(language)) == outline(demo(OTHERS[0]))


@pytest.mark.parametrize("rate", [165, 200, 220])
@other_languages
def test_a_demo_needs_no_concession(language: str, rate: int) -> None:
    assert compiled(demo(language), rate).concessions == ()


@other_languages
def test_a_demo_needs_no_concession_with_the_real_voice_of_its_language(
    language: str, tmp_path: Path
) -> None:
    choice = VoiceChoice(language=language)
    recorder = Recorder(Pyttsx3Engine(), choice, ClipCache(tmp_path), tell=print)
    timeline = compile_session(plan(demo(language)), recorder.record, SOUNDS)
    assert timeline.concessions == ()
    assert said_in([timeline]) <= set(recorder.clips)


class Watched(dict[str, Any]):
    """A catalogue that knows which of its phrases were asked for."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        super().__init__(words)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)


MANY_SETS = """
title = "Titel"
language = "{}"
[[step]]
rounds = 12
[[step.step]]
name = "Name"
breaths = 1
sets = 12
sides = true
"""


@other_languages
def test_a_demo_and_a_long_routine_say_every_phrase_there_is(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Watched(phrases(language).words)
    monkeypatch.setattr(interjections, "phrases", lambda _: Phrases(language, words))
    long = loads(MANY_SETS.format(language), name="long")
    for routine in (demo(language), long):
        for style in (Style.FULL, Style.BRIEF):
            session = plan(routine._replace(cues=routine.cues._replace(style=style)))
            cues_for(session, Phrases(language, words), session.nominal)
            first, *others = session.passes
            easier = first._replace(easier=Variant("…"), waits=True)
            interjections.all_of(session._replace(passes=(easier, *others)))
    assert words.asked == set(words)


def fragments(catalogue: Mapping[str, Any]) -> set[str]:
    """What phrases say between their places, in small letters."""
    parts = (
        part
        for value in catalogue.values()
        for text in texts_of(value)
        for part in re.split(r"\{\w*\}|, ", text.casefold())
    )
    return {part.strip() for part in parts if any(character.isalpha() for character in part)}


def contains(text: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text.casefold()) is not None


def english_but_not(language: str) -> set[str]:
    """English wordings that mean nothing in another language."""
    usual = LANGUAGES[DEFAULT_LANGUAGE]
    said = {*fragments(ENGLISH.words), *usual.sides, *usual.directions}
    for measure in MEASURES.values():
        said |= {text.casefold() for text in (measure.name, measure.unit, *measure.sides)}
    own = " ".join(fragments(phrases(language).words))
    return {one for one in said if not contains(own, one)}


@other_languages
def test_the_english_wordings_looked_for_are_many_and_would_be_found(language: str) -> None:
    foreign = english_but_not(language)
    assert {"each side", "switch sides", "halfway", "rest", "left side", "first"} <= foreign
    mixed = said_in([compiled(demo(language)._replace(language=DEFAULT_LANGUAGE))])
    found = {one for one in foreign for text in mixed if contains(text, one)}
    assert {"switch sides", "each side", "halfway", "rest"} <= found


@other_languages
def test_nothing_english_is_said_in_a_demo(language: str) -> None:
    said = said_in(in_styles(demo(language)))
    assert len(said) > 60
    mixed = [(text, one) for text in said for one in english_but_not(language)
             if contains(text, one)]  # fmt: skip
    assert mixed == []


@other_languages
def test_a_measure_is_asked_for_in_the_language(language: str) -> None:
    for name in MEASURES:
        text = f'title = "Titel"\nlanguage = "{language}"\n[[step]]\nmeasure = "{name}"\n'
        said = said_in(in_styles(loads(text, name="measure")))
        mixed = [(one, part) for one in said for part in english_but_not(language)
                 if contains(one, part) and part != MEASURES[name].name.casefold()]  # fmt: skip
        assert mixed == []


@given(routines)
@settings(max_examples=30)
def test_the_same_cues_are_asked_for_in_every_language(routine: Routine) -> None:
    session = plan(routine)
    scripts = [cues_for(session, phrases(one), session.nominal) for one in LANGUAGES]
    outlines = [
        [
            (
                [line.kind for line in (*one.lead.resting, *one.lead.lines)],
                [(cue.kind, cue.anchor, cue.sound, bool(cue.wordings)) for cue in one.within],
            )
            for one in script.passes
        ]
        for script in scripts
    ]
    assert all(one == outlines[0] for one in outlines)


@given(routines)
@settings(max_examples=10)
def test_every_routine_compiles_in_every_language(routine: Routine) -> None:
    def measure(texts: Iterable[str]) -> Mapping[str, Shape]:
        return estimated_shapes(texts, VOICE)

    for language in LANGUAGES:
        timeline = compile_session(plan(routine._replace(language=language)), measure, SOUNDS)
        assert not any("{" in text for text in said_in([timeline]))
