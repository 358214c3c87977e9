"""Routines in other languages: their sides, their measures, and advice on what is not in them."""

from __future__ import annotations

import pytest
from support.compiling import timeline

from player.errors import RoutineError
from player.routine import fields
from player.routine.advice import advice_on
from player.routine.languages import DEFAULT_LANGUAGE, LANGUAGES
from player.routine.library import Library
from player.routine.measures import IN_OTHER_WORDS, MEASURES, measure_in
from player.routine.merging import leaves
from player.routine.model import First, Leaf, Routine
from player.routine.reader import loads
from player.routine.sides import side_of
from player.session.plan import plan
from player.shipped import shipped_folder
from player.units import Unreadable

LIBRARY = Library(shipped_folder("routines"))
OTHERS = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]

every_language = pytest.mark.parametrize("language", LANGUAGES)
other_languages = pytest.mark.parametrize("language", OTHERS)


def read(language: str, text: str, **others: Routine) -> Routine:
    top = f'title = "Titel"\nlanguage = "{language}"\n'
    return loads(top + text, name="test", exercises=LIBRARY.exercises, others=others.__getitem__)


def only(routine: Routine) -> Leaf:
    (leaf,) = leaves(routine.steps)
    return leaf


PLANK = '[[step]]\nname = "Plank"\nsay = "So."\nhold = "20s"\n'


def test_a_routine_may_be_in_any_of_the_languages_and_no_other() -> None:
    for language in LANGUAGES:
        assert read(language, PLANK).language == language
        assert f"{language} for {LANGUAGES[language].name}" in fields.ROUTINE["language"].about
    with pytest.raises(RoutineError, match='"xx" is not a choice here'):
        read("xx", PLANK)


@every_language
def test_the_usual_sides_and_directions_are_called_as_the_routine_speaks(language: str) -> None:
    leaf = only(read(language, f"{PLANK}sides = true\ndirections = true\n"))
    assert leaf.sides == LANGUAGES[language].sides
    assert leaf.directions == LANGUAGES[language].directions


@every_language
def test_sides_of_defaults_and_exercises_are_called_so_too(language: str) -> None:
    text = f"[defaults]\nsides = true\n{PLANK}"
    assert only(read(language, text)).sides == LANGUAGES[language].sides
    text = '[exercise.a]\nname = "A"\nhold = 9\nsides = true\n[[step]]\nexercise = "a"\n'
    assert only(read(language, text)).sides == LANGUAGES[language].sides
    text = f'{PLANK}sides = ["inside", "left leg"]\n'
    assert only(read(language, text)).sides == ("inside", "left leg")


@every_language
def test_sides_of_other_routines_are_called_so_too(language: str) -> None:
    others = {one: read(one, f"{PLANK}sides = true\n") for one in LANGUAGES}
    for other in LANGUAGES:
        included = read(language, f'[[step]]\ninclude = "{other}"\n', **others)
        assert only(included).sides == LANGUAGES[language].sides
        extended = read(language, f'extends = "{other}"\n', **others)
        assert only(extended).sides == LANGUAGES[language].sides


def test_a_routine_that_says_nothing_else_speaks_as_the_one_it_extends() -> None:
    base = read("fr", f"{PLANK}sides = true\n")
    added = f'extends = "base"\n{PLANK}sides = true\n'
    found = loads(added, name="test", others={"base": base}.__getitem__)
    assert found.language == "fr"
    assert [leaf.sides for leaf in leaves(found.steps)] == [LANGUAGES["fr"].sides] * 2


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("left", First.LEFT),
        ("Left-hand", First.LEFT),
        ("right leg", First.RIGHT),
        ("left over right", First.LEFT),
        ("linkes Bein", First.LEFT),
        ("der rechte Fuß", First.RIGHT),
        ("mit dem linken Arm", First.LEFT),
        ("pierna izquierda", First.LEFT),
        ("pie derecho", First.RIGHT),
        ("jambe gauche", First.LEFT),
        ("PIED DROIT", First.RIGHT),
        ("inside", None),
        ("rightly", None),
        ("", None),
    ],
)
def test_a_name_tells_which_side_is_meant(name: str, side: First | None) -> None:
    assert side_of(name) == side


NAMED = {
    "en": '["left leg", "right leg"]',
    "de": '["linkes Bein", "rechtes Bein"]',
    "es": '["pierna izquierda", "pierna derecha"]',
    "fr": '["jambe gauche", "jambe droite"]',
}


@pytest.mark.parametrize("sides", ["true", "names"])
@every_language
def test_the_side_done_first_can_be_chosen(language: str, sides: str) -> None:
    written = NAMED[language] if sides == "names" else sides
    orders = []
    for first in ("left", "right"):
        routine = read(language, f'{PLANK}sides = {written}\nfirst = "{first}"\n')
        orders.append([one.side for one in plan(routine).passes])
    assert orders[0] == list(only(read(language, f"{PLANK}sides = {written}\n")).sides)
    assert orders[1] == orders[0][::-1]


@every_language
def test_a_side_that_is_not_there_cannot_be_first(language: str) -> None:
    with pytest.raises(RoutineError, match="no such side"):
        read(language, f'{PLANK}sides = ["eins", "zwei"]\nfirst = "left"\n')


@every_language
def test_more_on_one_side_is_seen(language: str) -> None:
    left, _, right = NAMED[language].strip("[]").partition(", ")
    lopsided = read(language, f"{PLANK}sides = [{left}]\n")
    assert [one.code for one in advice_on(lopsided, {})] == ["lopsided"]
    even = read(language, f"{PLANK}sides = [{left}]\n{PLANK}sides = [{right}]\n")
    assert advice_on(even, {}) == []


@other_languages
def test_every_measure_is_told_in_every_language(language: str) -> None:
    assert set(IN_OTHER_WORDS[language]) == set(MEASURES)
    for name, plain in MEASURES.items():
        told = measure_in(language, name)
        assert (told.low, told.high) == (plain.low, plain.high)
        assert told.how != plain.how
        assert all((told.name, told.unit, told.how))
        assert [side_of(side) for side in told.sides] == [side_of(side) for side in plain.sides]


def test_measures_are_in_english_unless_another_language_is_asked_for() -> None:
    assert all(measure_in(DEFAULT_LANGUAGE, name) is plain for name, plain in MEASURES.items())
    with pytest.raises(KeyError):
        measure_in("xx", "cadence")


def test_a_measure_is_called_as_the_routine_speaks() -> None:
    leaf = only(read("de", '[[step]]\nmeasure = "knee-to-wall"\n'))
    assert (leaf.name, leaf.sides) == ("Knie zur Wand", ("linker Fuß", "rechter Fuß"))
    assert only(read("de", '[[step]]\nmeasure = "cadence"\nname = "Takt"\n')).name == "Takt"


COUCH = '[[step]]\nexercise = "calf-ankle-swings"\n'
IN_GERMAN = """
name = "Fuß schwingen"
say = "Lass den Fuß locker schwingen."
cues = ["Ganz locker."]
unit = "Schwünge"
sides = ["linkes Bein", "rechtes Bein"]
"""


@other_languages
def test_an_english_exercise_in_another_language_is_told(language: str) -> None:
    (told,) = advice_on(read(language, COUCH), LIBRARY.exercises())
    assert (told.code, told.path) == ("other-language", ("step", 0, "exercise"))
    assert told.message == f'"calf-ankle-swings" is in English, the routine in {_name(language)}'
    assert "[exercise.calf-ankle-swings]" in told.mend


def test_it_is_told_while_any_word_of_it_is_english() -> None:
    keys = IN_GERMAN.strip().split("\n")
    for missing in keys:
        text = COUCH + "\n".join(key for key in keys if key != missing)
        codes = [one.code for one in advice_on(read("de", text), LIBRARY.exercises())]
        assert codes == ["other-language"], missing
    assert advice_on(read("de", COUCH + IN_GERMAN), LIBRARY.exercises()) == []


def test_no_word_of_an_exercise_put_into_another_language_is_english() -> None:
    text = f'title = "Titel"\nlanguage = "de"\n{COUCH}{IN_GERMAN}'
    routine = loads(text, name="test", exercises=LIBRARY.exercises)
    english = LIBRARY.exercises()["calf-ankle-swings"]
    assert only(routine).exercise is english
    assert not {english.name, english.instructions} & {only(routine).name, only(routine).say}


def test_own_exercises_and_english_routines_are_not_told() -> None:
    own = '[exercise.calf-ankle-swings]\nname = "Fuß schwingen"\ninstructions = "So."\nreps = 5\n'
    assert advice_on(read("de", own + COUCH), LIBRARY.exercises()) == []
    assert advice_on(read("en", COUCH), LIBRARY.exercises()) == []


def test_a_language_that_is_not_text_is_a_fault_like_any_other() -> None:
    with pytest.raises(RoutineError, match="a word was expected"):
        loads(f'title = "T"\nlanguage = 1\n{PLANK}', name="test")
    read_language = fields.ROUTINE["language"].read
    assert read_language is not None
    with pytest.raises(Unreadable, match="not a choice"):
        read_language("german")


def test_the_screen_names_sides_as_the_routine_does() -> None:
    found = timeline(f'language = "de"\n{PLANK}sides = true\n')
    assert [span.doing.side for span in found.spans] == ["links", "rechts"]
    spoken = [cue.text for cue in found.placements if cue.text]
    assert "Seite wechseln. Rechte Seite." in spoken


def _name(language: str) -> str:
    return LANGUAGES[language].name
