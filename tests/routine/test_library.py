"""Routines by id and path, and routines made from others: what may be read, and from where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from player.errors import Fault, RequestError, RoutineError
from player.routine.library import DEEPEST_TRAIL, MOST_FILES, Library
from player.routine.merging import known_as, leaves
from player.routine.model import Group, Routine
from player.routine.reader import LARGEST_FILE

STEP = '[[step]]\nname = "{0}"\nhold = 5\n'

BASE = (
    'title = "Base"\nsummary = "What it is."\ntarget = "1min"\n[cues]\ncountdown = 2\n'
    + STEP.format("One")
    + '[[step]]\ntitle = "Hips"\n[[step.step]]\nname = "Two"\nhold = 5\n'
    + '[[step.step]]\nname = "Three"\nhold = 5\n'
)


class Folders:
    """A shipped folder, an own one, and a library of both."""

    def __init__(self, path: Path) -> None:
        self.shipped = path / "shipped"
        self.own = path / "own"
        for folder in (self.shipped, self.own):
            (folder / "exercises").mkdir(parents=True)
        self.told: list[str] = []

    @property
    def library(self) -> Library:
        return Library(self.shipped, self.own, tell=self.told.append)

    def read(self, text: str) -> Routine:
        (self.own / "mine.toml").write_text(text)
        return self.library.read("mine")

    def fault(self, text: str) -> Fault:
        with pytest.raises(RoutineError) as caught:
            self.read(text)
        (fault,) = caught.value.faults
        return fault


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    found = Folders(tmp_path)
    (found.shipped / "base.toml").write_text(BASE)
    return found


def names(routine: Routine) -> list[str]:
    return [leaf.name for leaf in leaves(routine.steps)]


def paths(routine: Routine) -> list[str]:
    return [leaf.path for leaf in leaves(routine.steps)]


def test_an_extended_routine_keeps_what_is_not_changed(folders: Folders) -> None:
    routine = folders.read('extends = "base"\n[cues]\nhalfway = false\n')
    assert (routine.name, routine.title, routine.summary) == ("mine", "Base", "What it is.")
    assert (routine.cues.countdown, routine.cues.halfway) == (2, 0)
    assert names(routine) == ["One", "Two", "Three"]
    assert folders.read('extends = "base"\ntitle = "Mine"\n').title == "Mine"


def test_steps_are_left_out_replaced_and_added(folders: Folders) -> None:
    routine = folders.read(
        'extends = "base"\nleave_out = ["three"]\n'
        '[replace.One]\nname = "Another"\nhold = 7\n'
        + STEP.format("Last")
        + STEP.format("After a")
        + 'after = "Two"\n'
        + STEP.format("After b")
        + 'after = "two"\n'
        + STEP.format("First")
        + 'before = "Hips"\n'
    )
    assert names(routine) == ["Another", "First", "Two", "After a", "After b", "Last"]
    assert paths(routine) == ["1", "2", "3.1", "3.2", "3.3", "4"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ('[replace.One]\nname = "Another"\nhold = 7\n', ["Another", "New", "Two", "Three"]),
        ('leave_out = ["One"]\n', ["New", "Two", "Three"]),
    ],
)
def test_a_step_beside_one_that_is_changed_keeps_its_place(
    folders: Folders, change: str, found: list[str]
) -> None:
    new = STEP.format("New") + 'after = "One"\n'
    assert names(folders.read(f'extends = "base"\n{change}{new}')) == found


def test_a_step_beside_one_that_goes_with_its_group_is_told(folders: Folders) -> None:
    new = STEP.format("New") + 'after = "Two"\n'
    fault = folders.fault(f'extends = "base"\nleave_out = ["Hips"]\n{new}')
    assert (fault.code, fault.path) == ("unknown-step", ("step", 0, "after"))
    assert "left out" in fault.message


def test_thousands_of_changes_are_made_in_one_go(folders: Folders) -> None:
    many = range(4_000)
    steps = "".join(f"[[step]]\nname = 'n{number}'\nhold = 1\n" for number in many)
    (folders.own / "many.toml").write_text(f"title = 'M'\ndefaults = {{ prepare = 0 }}\n{steps}")
    after = "".join(f"[[step]]\nsay = 'a'\nafter = 'n{number}'\n" for number in many)
    routine = folders.read(f'extends = "many"\n{after}')
    assert len(routine.steps) == 2 * len(many)


def test_exercises_are_named_by_their_id(folders: Folders) -> None:
    (folders.shipped / "base.toml").write_text(
        'title = "Base"\n[exercise.reach]\nname = "Reach up"\nhold = 5\n'
        '[[step]]\nexercise = "reach"\n' + STEP.format("Two")
    )
    assert names(folders.read('extends = "base"\nleave_out = ["reach"]\n')) == ["Two"]


@pytest.mark.parametrize(
    ("text", "code", "path", "mend"),
    [
        ('leave_out = ["Tow"]', "unknown-step", ("leave_out", 0), 'did you mean "Two"?'),
        ('[replace.Tree]\nname = "A"\nhold = 5', "unknown-step", ("replace", "Tree"),
         'did you mean "Three"?'),
        (STEP.format("A") + 'after = "xyz"', "unknown-step", ("step", 0, "after"),
         "it has: One, Hips, Two, Three"),
        ('leave_out = ["One", "Hips"]', "no-steps", ("leave_out",), "leave out fewer"),
        (STEP.format("A") + 'after = "One"\nbefore = "Two"', "two-places", ("step", 0, "before"),
         "keep one"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_told(
    folders: Folders, text: str, code: str, path: tuple[str | int, ...], mend: str
) -> None:
    fault = folders.fault(f'extends = "base"\n{text}\n')
    assert (fault.code, fault.path, fault.mend) == (code, path, mend)
    assert fault.span is not None


def test_only_a_routine_that_extends_may_change_steps(folders: Folders) -> None:
    with pytest.raises(RoutineError) as caught:
        folders.read('title = "M"\nleave_out = ["One"]\n' + STEP.format("A") + 'after = "One"\n')
    codes = {(one.code, one.path[-1]) for one in caught.value.faults}
    assert codes == {("only-when-extending", "leave_out"), ("only-when-extending", "after")}


def test_a_group_of_another_routine_is_included(folders: Folders) -> None:
    routine = folders.read(
        'title = "M"\n' + STEP.format("A") + '[[step]]\ninclude = "base"\ngroup = "hips"\n'
        'title = "Hips again"\nrounds = 2\noptional = true\n'
    )
    _, group = routine.steps
    assert isinstance(group, Group)
    assert (group.title, group.rounds, group.optional) == ("Hips again", 2, True)
    assert paths(routine) == ["1", "2.1", "2.2"]
    whole = folders.read('title = "M"\n[[step]]\ninclude = "base"\n').steps[0]
    assert isinstance(whole, Group)
    assert (whole.title, known_as(whole.steps)) == ("Base", ["One", "Hips", "Two", "Three"])


def test_an_included_group_that_is_not_there_is_told(folders: Folders) -> None:
    fault = folders.fault('title = "M"\n[[step]]\ninclude = "base"\ngroup = "Hip"\n')
    assert (fault.code, fault.mend) == ("unknown-group", 'did you mean "Hips"?')


def test_a_routine_beside_is_found_by_its_file_name(folders: Folders) -> None:
    (folders.own / "beside.toml").write_text(BASE)
    (folders.own / "deeper").mkdir()
    (folders.own / "deeper" / "down.toml").write_text(BASE)
    for name in ("beside", "beside.toml", "./beside.toml", "deeper/down.toml"):
        assert folders.read(f'extends = "{name}"\n').title == "Base"


def test_nothing_is_read_from_outside_of_the_folder(folders: Folders, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text(BASE)
    (folders.own / "link.toml").symlink_to(outside)
    (folders.own / "linked").symlink_to(tmp_path)
    for name in (
        "../outside.toml", str(outside), "link.toml", "linked/outside.toml",
        "../own/../outside.toml", "\\u0000.toml",
    ):  # fmt: skip
        fault = folders.fault(f'title = "M"\n[[step]]\ninclude = "{name}"\n')
        assert fault.code in {"outside-folder", "control-character"}, name


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("bsae", "no-such-routine"), ("none.toml", "no-such-routine"), ("mine.toml", "circle")],
)
def test_a_routine_that_cannot_be_had_is_told(folders: Folders, wanted: str, code: str) -> None:
    fault = folders.fault(f'title = "M"\n[[step]]\ninclude = "{wanted}"\n')
    assert (fault.code, fault.path) == (code, ("step", 0, "include"))


def test_a_circle_is_told(folders: Folders) -> None:
    (folders.own / "a.toml").write_text('extends = "b"\n')
    (folders.own / "b.toml").write_text('extends = "a.toml"\n')
    fault = folders.fault('extends = "a"\n')
    assert fault.code == "faulty-routine"
    with pytest.raises(RoutineError, match="circle"):
        folders.library.read("b")


def test_routines_may_not_be_made_from_one_another_without_end(folders: Folders) -> None:
    for number in range(DEEPEST_TRAIL + 1):
        (folders.own / f"r{number}.toml").write_text(f'extends = "r{number + 1}"\n')
    (folders.own / f"r{DEEPEST_TRAIL + 1}.toml").write_text(BASE)
    with pytest.raises(RoutineError, match=f"{DEEPEST_TRAIL} are allowed"):
        folders.library.read("r0")
    assert folders.library.read("r2").title == "Base"


def test_a_bomb_of_includes_is_refused_before_it_grows(folders: Folders) -> None:
    (folders.own / "r0.toml").write_text(BASE)
    for number in range(1, 8):
        include = f'[[step]]\ninclude = "r{number - 1}"\n'
        (folders.own / f"r{number}.toml").write_text('title = "R"\n' + include * 100)
    with pytest.raises(RoutineError) as caught:
        folders.library.read("r7")
    assert len(caught.value.faults) <= 100


def test_a_routine_is_made_from_so_many_files_at_the_most(folders: Folders) -> None:
    text = 'title = "M"\n'
    for number in range(MOST_FILES + 1):
        (folders.own / f"r{number}.toml").write_text('title = "R"\n' + STEP.format("A"))
        text += f'[[step]]\ninclude = "r{number}"\n'
    assert folders.fault(text).code == "too-large"


def test_a_routine_that_is_at_fault_names_the_fault_where_it_is_taken_from(
    folders: Folders,
) -> None:
    (folders.own / "bad.toml").write_text('title = "B"\n[[step]]\nname = "A"\nhld = 5\n')
    fault = folders.fault('extends = "bad"\n')
    assert fault.code == "faulty-routine"
    assert "hld" in fault.message
    assert "player check" in fault.mend


def test_own_routines_and_exercises_go_before_shipped_ones(folders: Folders) -> None:
    (folders.own / "base.toml").write_text('extends = "base"\ntitle = "My base"\n')
    library = folders.library
    assert library.ids() == ("base",)
    assert (library.read("base").title, len(library.read("base").steps)) == ("My base", 2)


def test_an_own_file_of_exercises_at_fault_is_told_and_left_out(folders: Folders) -> None:
    (folders.own / "exercises" / "bad.toml").write_text("[reach]\nname = 3\n")
    assert folders.library.exercises() == {}
    assert len(folders.told) == 1
    assert "bad.toml" in folders.told[0]


def test_a_shipped_file_of_exercises_at_fault_is_an_error(folders: Folders) -> None:
    (folders.shipped / "exercises" / "bad.toml").write_text("[reach]\nname = 3\n")
    with pytest.raises(RoutineError):
        folders.library.exercises()


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_files_that_are_no_routines_are_told_clearly(folders: Folders, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    utf16 = 'title = "T"\n'.encode("utf-16")
    for name, content, reason in (
        ("fifo.toml", None, "is not a file"),
        ("folder.toml", None, "is not a file"),
        ("loop.toml", None, "no such file"),
        ("none.toml", None, "no such file"),
        ("utf16.toml", utf16, "is not UTF-8 text"),
        ("latin.toml", b'title = "T"\n[[step]]\nname = "\xe9"\n', "(line 3, byte 29)"),
        ("large.toml", b"#" * (LARGEST_FILE + 1), "is larger than"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(RequestError) as caught:
            folders.library.read(str(path))
        assert reason in caught.value.reason, name
        assert caught.value.place == str(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(folders: Folders, tmp_path: Path) -> None:
    path = written(tmp_path / "secret.toml", BASE.encode())
    path.chmod(0)
    with pytest.raises(RequestError, match="cannot be read: Permission denied"):
        folders.library.read(str(path))


def test_marks_and_line_ends_of_other_systems_are_read(folders: Folders, tmp_path: Path) -> None:
    for start in (b"", b"\xef\xbb\xbf"):
        for end in (b"\n", b"\r\n"):
            path = written(tmp_path / "r.toml", start + BASE.encode().replace(b"\n", end))
            assert names(folders.library.read(str(path))) == ["One", "Two", "Three"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# nothing\n", b"\0", b'title = "\0"\n'])
def test_empty_files_and_nul_are_faults(tmp_path: Path, folders: Folders, content: bytes) -> None:
    path = written(tmp_path / "r.toml", content)
    with pytest.raises(RoutineError) as caught:
        folders.library.read(str(path))
    assert caught.value.faults[0].span is not None
