"""Texts that ask more work of a reader than they are worth, as large as a file may be."""

from __future__ import annotations

from typing import NamedTuple

_STEP = 'title = "T"\n[[step]]\nname = "a"\n'


class HardText(NamedTuple):
    """A text made of one piece again and again.

    Attributes:
        piece: What is repeated; an `@` is a number that rises.
        head: What stands before.
        tail: What stands after.
    """

    piece: str
    head: str = 'title = "T"\n'
    tail: str = ""

    def of_size(self, size: int) -> bytes:
        """The text in at most so many bytes."""
        left = size - len(f"{self.head}{self.tail}".encode())
        pieces: list[str] = []
        number = 0
        while True:
            piece = self.piece.replace("@", str(number))
            left -= len(piece.encode())
            if left < 0:
                return f"{self.head}{''.join(pieces)}{self.tail}".encode()
            pieces.append(piece)
            number += 1


HARD_TEXTS = {
    # many faults
    "unknown keys": HardText("k@ = 1\n", _STEP),
    "unknown keys alike": HardText("instruction@ = 1\n", _STEP),
    "unknown keys at the top": HardText("sumary@ = 1\n"),
    "unknown keys of cues": HardText("countdwn@ = 1\n", "[cues]\n"),
    "unknown keys in quotes": HardText('"k\\u0061@" = 1\n'),
    "unknown keys that are long": HardText(f"k@{'x' * 100} = 1\n", _STEP),
    "steps without anything": HardText("[[step]]\n"),
    "steps with a slip": HardText("[[step]]\nhodl=0\n"),
    "steps with two faults": HardText("[[step]]\nx=0\n"),
    "steps on one line": HardText("{},", 'title = "T"\nstep = [', "]\n"),
    "steps on one line, with slips": HardText('{hodl=1,name="ä"},', "step = [", "]\n"),
    "numbers for steps": HardText("1,", "step = [", "]\n"),
    "phases that are none": HardText(f"[[step]]\nname = 'a'\nreps = 1\nphases = [{'1,' * 50}]\n"),
    "cues that are none": HardText(f"[[step]]\nname = 'a'\nreps = 1\ncues = [{'1,' * 50}]\n"),
    "cues as tables": HardText("[[step]]\nname = 'a'\nhold = 1\n[step.cues]\nx = 1\ny = 2\n"),
    "breaths with unknown parts": HardText("[[step]]\nname = 'a'\nhold = 1\nbreath = {x = 1}\n"),
    "groups within groups": HardText(
        "".join(f"[[{'.'.join(['step'] * depth)}]]\n" for depth in range(1, 10))
    ),
    # likely names
    "unknown exercises": HardText('[[step]]\nexercise = "ankle-circle-@"\n'),
    "unknown exercises that are long": HardText(f'[[step]]\nexercise = "{"a" * 100}@"\n'),
    "exercises of its own": HardText("[exercise.e@]\nname = 'a'\nreps = 1\n"),
    "own exercises and unknown ones": HardText(
        '[exercise.ankle-@]\nname = "a"\nreps = 1\n[[step]]\nexercise = "ankl-@"\n'
    ),
    "exercise instead of exercises": HardText("exercise = 1\n[[step]]\nexercise = 'a'\n", "", ""),
    "own routines to take from": HardText('[[step]]\ninclude = "rest-dy-@"\n'),
    "replacements": HardText("[replace.x@]\nrest = 1\n", 'extends = "x"\n'),
    "steps beside unknown ones": HardText("[[step]]\nrest = 1\nafter = 'x@'\n", "extends = 'x'\n"),
    "a word that is none": HardText("pre-run", 'when = "', '"\n'),
    "an id that is none": HardText("a-", '[[step]]\nexercise = "', '"\n'),
    # long values
    "one long key": HardText("in st", f'{_STEP}"', '" = 1\n'),
    "one long bare key": HardText("instruction", _STEP, " = 1\n"),
    "a long name": HardText("a b ", f'{_STEP}say = "', '"\n'),
    "a long name of blanks": HardText(" ", f'{_STEP}say = "a', 'b"\n'),
    "a long name of joiners": HardText("a\u200d", f'{_STEP}say = "', '"\n'),
    "control characters": HardText("\\u0001", f'{_STEP}say = "', '"\n'),
    "a time of many digits": HardText("1", f'{_STEP}hold = "', '"\n'),
    "a time of many digits and a unit": HardText("1", f'{_STEP}hold = "', 's"\n'),
    "a time of many fractions": HardText("1", f'{_STEP}hold = "1:30.', '"\n'),
    "a time of many blanks": HardText(" ", f'{_STEP}hold = "1', 's"\n'),
    "a time of many ends": HardText("1-", f'{_STEP}hold = "', '"\n'),
    "a number of many blanks": HardText(" ", f'{_STEP}reps = "1', 'x"\n'),
    "a breath of many digits": HardText("1", f'{_STEP}hold = 1\nbreath = "', '-4"\n'),
    "many labels": HardText('"b",', f"{_STEP}reps = 1\nlabels = [", "]\n"),
    "many sides": HardText('"b",', f"{_STEP}reps = 1\nsides = [", "]\n"),
    "many moments": HardText('"1s",', "[cues]\nremaining = [", "]\n"),
    "many occasions": HardText('"any",', "[exercise.a]\nname = 'a'\nreps = 1\nwhen = [", "]\n"),
    "a number of many digits": HardText("9" * 4000, f"{_STEP}hold = ", "\n"),
    "a number in many hex digits": HardText("f", f"{_STEP}sets = 0x", "\n"),
    "reps in many hex digits": HardText("f", f"{_STEP}reps = 0x", "\n"),
    "a number too long for Python": HardText("9", f"{_STEP}sets = ", "\n"),
    # deep and wide
    "lists within lists": HardText("[", "a = "),
    "tables within tables": HardText("{a = ", "a = "),
    "lists within lists, closed": HardText(f"a@ = {'[' * 90}{']' * 90}\n"),
    "a key of many parts": HardText("a.", "", "a = 1\n"),
    "a key of many quoted parts": HardText('"!".', "", "a = 1\n"),
    "a key of many empty parts": HardText("''.", "", "a = 1\n"),
    "a key of many parts in an inline table": HardText('"!" . ', "a = { ", "a = 1 }\n"),
    "a key of many parts without a value": HardText('"!".', "", "a\n"),
    "a header of many parts": HardText('"!".', "[", "a]\n"),
    "many keys of many parts": HardText(f"{'a@.' * 30}a = 1\n"),
    "many headers of many parts": HardText(f"[[{'step.' * 30}step]]\n"),
    "one long list": HardText("1,", f"{_STEP}hold = [", "]\n"),
    "one long inline table": HardText("k@ = 1,", f"{_STEP}cues = {{", "z = 1}\n"),
    "blank lines": HardText("          \n", f"{_STEP}x = 1\n"),
    "line ends": HardText("\n", "", "x = 1\n"),
    "comments": HardText("#\n", f"{_STEP}x = 1\n"),
    "dots, then quotes that end nothing": HardText('\\"', f"# {'.' * 40}\n"),
    "dots, then three quotes that end nothing": HardText('\\"""', f"# {'.' * 40}\n"),
    "dots, then single quotes": HardText("'", f"# {'.' * 40}\n"),
    "words and dots without quotes": HardText("In. Out. ", "a = ", "\n"),
    # not TOML
    "quotes without end": HardText("a = 'b\n"),
    "three quotes without end": HardText('b"', 'a = """'),
    "backslashes": HardText("\\", 'a = "', '\\"\n'),
    "backslashes between three quotes": HardText("\\\\", 'a = """', "\n"),
    "backslashes and blanks": HardText("\\ ", 'a = """', '"""\n'),
    "a backslash before many blanks": HardText(" ", 'a = """\\', 'x"""\n'),
    "text between three quotes": HardText("\\ \n", f'{_STEP}x = """', '"""\n'),
    "curly quotes": HardText("\u201ca\u201d, ", "a = [", "]\n"),
    "a list without end": HardText("1,", "a = ["),
    "a list of texts without end": HardText('"a", ', "a = ["),
    "a list over lines without end": HardText('"a",\n', "a = ["),
    "a list without commas": HardText("1 ", "a = ["),
    "a list of tables without end": HardText("{ a = 1 },\n", "a = ["),
    "an inline table over lines": HardText("a@ = 1,\n", "a = {\n"),
    "inline tables without end": HardText("a = {\n"),
    "parentheses": HardText("a = (\n"),
    "equals signs": HardText("=", "a "),
    "keys without values": HardText("a\n"),
    "blanks after a key": HardText(" ", "a"),
    "numbers like times": HardText("1m ", "a = ", "x\n"),
    "numbers like clocks": HardText("1:", "a = ", "\n"),
    "numbers with underscores": HardText("1_", "a = ", "\n"),
    "a table given twice": HardText("[a@]\n", "[a1]\n", "[a1]\n"),
    "a list given as a table": HardText("[[step]]\n", "", "[step]\n"),
    "tables given as lists": HardText("[step]\n"),
    "a key given twice": HardText("k@ = 1\n", "k1 = 1\n", ""),
    "a key given twice in an inline table": HardText("k@ = 1,", "a = { k1 = 1, ", "k = 1}\n"),
    "a key given as a table": HardText("a.b.c.d.e.f@ = 1\n", "", "a.b = 1\n"),
    "control characters in place of text": HardText("\x01", "a = 1\n"),
    "carriage returns": HardText("a = 1\r", ""),
    # sound, and large
    "steps": HardText("[[step]]\nname = 'a'\nhold = 1\n"),
    "rests": HardText("[[step]]\nrest = 1\n"),
    "sentences": HardText("[[step]]\nsay = 'a'\n"),
    "text that breathes": HardText("[[step]]\nsay = 'In. Out. In. Out.'\n"),
    "short breaths in a long hold": HardText(
        "#", f"{_STEP}hold = '11h'\nbreath = {{ in = 0.001, out = 0.001 }}\n"
    ),
    "reps in sets": HardText("#", f"{_STEP}reps = 1000\ntempo = 0.1\nsets = 100\nsides = true\n"),
    "rounds of rounds": HardText(
        "#", "title = 'T'\n" + "".join(
            f"[[{'.'.join(['step'] * depth)}]]\nrounds = 100\n" for depth in range(1, 8)
        ) + f"[[{'.'.join(['step'] * 8)}]]\nname = 'a'\nhold = 0.01\n"
    ),
}  # fmt: skip
"""Hard texts by what they are; made as large as a file may be, they show what grows too fast."""
