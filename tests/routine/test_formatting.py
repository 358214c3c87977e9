from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.program import ROOT

from player.errors import RequestError
from player.routine import fields, formatting
from player.routine.formatting import WIDTH, formatted

pytestmark = pytest.mark.slow

DATA = ROOT / "tests" / "data"
PAIRS = sorted((DATA / "formatting" / "before").glob("*.toml"))
WRITTEN = [
    *(ROOT / "routines").rglob("*.toml"),
    *(DATA / "valid").glob("*.toml"),
    *(DATA / "formatting").rglob("*.toml"),
]


def values(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=str)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_messy_text_comes_into_the_form(path: Path) -> None:
    after = path.parent.parent / "after" / path.name
    assert formatted(path.read_text(encoding="utf-8")) == after.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_people_wrote_says_the_same_and_is_formatted_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    once = formatted(text)
    assert values(once) == values(text)
    assert formatted(once) == once


COMMENT = re.compile(r"# (?:above|beside|alone) \d+")
VALUES = (
    '"text"', "'text'", "'a \"quote\"'", '"a \\"quote\\""', "nan", "-inf", "0x1F", "true",
    "1979-05-27 07:32:00", "07:32:00.5", "[]", "{ }", "[ 1,2, ]", '["a",["b"],{c=[1 ]}]',
    '[{ say = "x",at=1 },"y"]', "{ out=6, in = 4 }", '"""two\n  lines """', "'''two\n\nlines'''",
    f'["{"a" * 60}", "{"b" * 60}"]', f'{{ a = "{"a" * 60}", b = ["{"b" * 60}"] }}',
)  # fmt: skip
KEYS = sorted({*fields.ROUTINE, *fields.LEAF, *fields.GROUP, *fields.EXERCISE} - {"step"})
PLAIN_TABLES = ("voice", "cues", "defaults", "exercise.x", 'exercise."y z"', "mine", "mine.deep")
LAYOUTS: tuple[tuple[str, ...], ...] = (
    (), (), ("",), ("", "  ", ""), ("# alone",), (" # alone\t", ""), ("", "# alone"),
    ("", "# alone", "# alone", ""), ("# alone", "", "", "\t# alone"),
    ("", "# alone", "", "# alone"),
)  # fmt: skip


class Messy:
    """Routines, catalogues and other texts, laid out in any way, with comments of all kinds."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []
        self.comments = 0
        plain = draw(st.lists(st.sampled_from(PLAIN_TABLES), unique=True, max_size=5))
        self.plain = plain
        for key in draw(st.lists(st.sampled_from(["title", "when", "mood"]), unique=True)):
            self.pair(key)
        self.steps("step", 0)
        while plain:
            self.table(f"[{plain.pop()}]")
        self.layout()
        self.text = self.any_of("\n", "\r\n").join(self.lines) + self.any_of("", "\n", "\n\n")

    def any_of(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def number(self) -> int:
        self.comments += 1
        return self.comments

    def add(self, *lines: str) -> None:
        """Write lines, with a number to each comment that stands for itself."""
        self.lines += [
            re.sub("# alone", lambda _: f"# alone {self.number()}", one) for one in lines
        ]

    def layout(self) -> None:
        self.add(*self.draw(st.sampled_from(LAYOUTS)))

    def pair(self, key: str) -> None:
        self.layout()
        own = self.number()
        space = self.any_of("", "  ", "\t")
        kind = self.any_of("own", "own", "list", "value", "value")
        if kind == "own":
            self.add(f"{space}# above {own}", f"{space}{key}={own} # beside {own}")
        elif kind == "list":
            self.add(f"{key} = [ # alone", "1 # alone", ", # alone", "2, # alone", "# alone", "]")
        else:
            self.add(f"{space}{key}{space}= {self.any_of(*VALUES)}{self.any_of('', ' # alone  ')}")

    def table(self, header: str) -> None:
        self.layout()
        self.add(f"{self.any_of('', '  ')}{header}{self.any_of('', ' # alone')}")
        for key in self.draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4)):
            self.pair(self.any_of(key, key, f'"{key}"', f"'{key}'", f"{key}.part . more"))

    def steps(self, path: str, depth: int) -> None:
        for _ in range(self.draw(st.integers(0, 2))):
            self.table(f"[[{path}]]")
            if self.draw(st.booleans()) and self.plain:
                self.table(f"[{self.plain.pop()}]")
            if self.draw(st.booleans()):
                self.table(f"[{path}.own]")
            if depth < 2:
                self.steps(f"{path}.step", depth + 1)


@st.composite
def texts(draw: st.DrawFn) -> str:
    return Messy(draw).text


@given(texts())
def test_any_text_says_the_same_when_formatted(text: str) -> None:
    assert values(formatted(text)) == values(text)


@given(texts())
def test_formatting_twice_changes_nothing(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once


@given(texts())
def test_no_comment_is_lost_or_doubled(text: str) -> None:
    assert sorted(COMMENT.findall(formatted(text))) == sorted(COMMENT.findall(text))


@given(texts())
def test_comments_stay_with_their_keys(text: str) -> None:
    lines = formatted(text).split("\n")
    for number, line in enumerate(lines):
        if found := re.search(r"# above (\d+)$", line):
            assert re.search(rf" = {found[1]}  .*# beside {found[1]}$", lines[number + 1])


@given(texts())
def test_lines_end_cleanly(text: str) -> None:
    result = formatted(text)
    plain = re.sub(r"\"\"\".*?\"\"\"|'''.*?'''", "…", result, flags=re.DOTALL)
    assert "\r" not in result
    assert not re.search(r"[ \t]$", plain, re.MULTILINE)
    assert "\n\n\n" not in plain
    assert result == "" or re.fullmatch(r"\S.*[^\n]\n", result, re.DOTALL)


@given(texts())
def test_above_every_header_is_a_blank_line(text: str) -> None:
    above = ""
    for line in formatted(text).split("\n"):
        if not line.lstrip().startswith("#"):
            assert not re.match(r" *\[\[?[\w.\" ]+\]\]?(  #.*)?$", line) or above == ""
            above = line


def test_line_ends_and_a_byte_order_mark_are_those_of_unix() -> None:
    assert formatted('\ufefftitle = "A"\r\n\r\n\r\n[[step]]\r\nrest = 3') == (
        'title = "A"\n\n[[step]]\nrest = 3\n'
    )


def test_nothing_stays_nothing() -> None:
    assert formatted("") == formatted("\n \n") == formatted("\ufeff\r\n") == ""
    assert formatted("  # only this ") == "# only this\n"


def test_the_line_of_the_schema_comes_first() -> None:
    schema = "#:schema ./routine.schema.json"
    assert formatted(f'{schema}\nwhen = "any"\ntitle = "A"') == (
        f'{schema}\ntitle = "A"\nwhen = "any"\n'
    )
    assert formatted(f'# Mine.\n{schema}\n\ntitle = "A"').startswith(f"{schema}\n# Mine.\n\n")
    assert formatted(f"[[step]]\nrest = 3\n{schema}\n[voice]").startswith(f"{schema}\n\n[voice]\n")


def test_a_blank_line_below_the_line_of_the_schema_stays() -> None:
    text = '#:schema ./routine.schema.json\n\ntitle = "A"\n'
    assert formatted(text) == text
    assert formatted(text.replace("\n\n", "\n")) == text.replace("\n\n", "\n")


def test_comments_at_the_begin_of_the_file_stay_there() -> None:
    assert formatted("# a\n\n# b\n\n[[step]]\nrest = 1\n[voice]\nrate = 150") == (
        "# a\n\n# b\n\n[voice]\nrate = 150\n\n[[step]]\nrest = 1\n"
    )


def test_no_blank_line_parts_a_header_from_the_comment_of_its_first_key() -> None:
    voice = '[voice]\n# fast\nrate = 150\nname = "A"\n'
    assert formatted(voice.replace("# fast", "\n# fast")) == voice
    assert formatted('[voice]\nname = "A"\n\n# fast\nrate = 150') == voice


def test_comments_around_a_comma_stay_in_their_order() -> None:
    assert formatted("a = [1\n# b\n, # c\n2 # d\n, # e\n]") == (
        "a = [\n  1,\n  # b\n  # c\n  2,  # d\n  # e\n]\n"
    )


def test_a_list_is_broken_where_it_would_go_beyond_the_width() -> None:
    entries = WIDTH - len('a = ["", ""]')
    for over in (0, 1):
        first = "x" * (entries - 30 + over)
        line = f'a = ["{first}", "{"y" * 30}"]\n'
        broken = f'a = [\n  "{first}",\n  "{"y" * 30}",\n]\n'
        assert formatted(line) == formatted(broken) == (broken if over else line)
    assert len(line) == WIDTH + len("\n") + 1


def test_the_comma_counts_where_a_list_within_a_list_is_broken() -> None:
    for length, whole in ((WIDTH - len('  [""],'), True), (WIDTH - len('  [""]'), False)):
        word = "x" * length
        inner = f'  ["{word}"],' if whole else f'  [\n    "{word}",\n  ],'
        assert formatted(f'a = [["{word}"], 1]') == f"a = [\n{inner}\n  1,\n]\n"


def test_a_list_in_an_inline_table_is_not_broken() -> None:
    text = f'a = {{ b = ["{"x" * WIDTH}", "y"] }}\n'
    assert formatted(text) == text


def test_text_over_several_lines_stays_as_it_is() -> None:
    text = 'a = """x  # a\n  y  """  # b\nb = 1  # c\n'
    assert formatted(text) == text
    assert formatted("a = ['x', '''\n y''']") == "a = [\n  \"x\",\n  '''\n y''',\n]\n"


def test_the_indentation_counts_where_a_list_is_broken() -> None:
    word = "x" * (WIDTH - len('a = [""]') - 1)
    within = f'[[step]]\n\n  [[step.step]]\n  a = [\n    "{word}",\n  ]\n'
    assert formatted(f'a = ["{word}"]') == f'a = ["{word}"]\n'
    assert formatted(f'[[step]]\n[[step.step]]\na = ["{word}"]') == within


def test_comments_of_lines_in_a_row_stand_in_one_column() -> None:
    text = "[voice] # a\nrate = 150 # b\n[cues]\nstyle = 1 # c\ncountdown = 10\nhalfway = 1 # d\n"
    assert formatted(text) == (
        "[voice]     # a\nrate = 150  # b\n\n"
        "[cues]\nstyle = 1  # c\ncountdown = 10\nhalfway = 1  # d\n"
    )
    long = f'title = "{"x" * WIDTH}"  # a\nwhen = 1  # b\n'
    assert formatted(long) == long


def test_lines_are_those_that_line_feeds_end() -> None:
    text = '# one\u2028line\x85of text\ntitle = "a\u2029b"  # \x0bc\n'.replace("\x0b", "\u2028")
    assert formatted(text) == text


def test_a_table_may_come_before_the_one_that_holds_it() -> None:
    assert formatted("[a.b]\nx = 1\n[c]\n[a]\ny = 2 # y") == (
        "[a]\ny = 2  # y\n\n[a.b]\nx = 1\n\n[c]\n"
    )


def test_every_table_of_the_format_has_its_order() -> None:
    ordered = [*formatting._TABLES.values(), *formatting._STEPS]
    tables = {
        name: table
        for name, table in vars(fields).items()
        if isinstance(table, dict) and isinstance(next(iter(table.values())), fields.Field)
    }
    assert len(tables) > 10
    for name, table in tables.items():
        assert any(set(table) <= set(known) for known in ordered), name


def test_tables_within_tables_have_their_order_too() -> None:
    remark = "cues = [{ say = 1, at = 2 }]\n"
    first, last = sorted(["say", "at"], key=list(fields.REMARK).index)
    for table in (
        "[defaults]\n",
        "[exercise.x]\n",
        "[[step]]\nhold = 3\n",
        "[replace.x]\nhold = 3\n",
    ):
        assert re.search(rf"\{{ {first} = \d, {last} = \d \}}", formatted(table + remark)), table


def test_what_is_not_toml_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        formatted("hold = 30s")


@pytest.mark.parametrize("depth", [33, 10_000])
def test_lists_nested_absurdly_are_refused(depth: int) -> None:
    with pytest.raises(RequestError, match="nested too deeply"):
        formatted(f"a = {'[' * depth}{']' * depth}")
    assert formatted(f"a = {'[' * 32}{']' * 32}")


@pytest.mark.parametrize(
    "wrong", ["title = 1", "title = 'A'", "title = # A", "title = 'A' # A # A", "", "title = 1 # A"]
)
def test_nothing_is_given_back_that_says_something_else(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr(formatting, "_aligned", lambda _: wrong)
    with pytest.raises(RequestError, match="without changing what it says"):
        formatted("title = 'A' # A")


def test_not_a_number_equals_itself() -> None:
    assert formatted("a=nan") == "a = nan\n"
