"""The app: keys ask, lines are painted as they change, sizes change, figures are typed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable

import pytest
from support.controls import FakeControls
from support.scenes import scene
from textual.events import Paste
from textual.pilot import Pilot

from player.live.controls import Command, State
from player.live.keys import KEYS
from player.live.screen import THEMES
from player.live.screen.app import LONGEST_ENTRY, PATIENCE, Canvas, ScreenApp

Act = Callable[[ScreenApp, "Pilot[None]"], Awaitable[None]]

PRESSED = {"+": "plus", "=": "equals_sign", "-": "minus", "]": "right_square_bracket",
           "[": "left_square_bracket", "?": "question_mark", ".": "full_stop"}  # fmt: skip


def shown(app: ScreenApp) -> str:
    canvas = app.query_one(Canvas)
    return "\n".join(canvas.render_line(row).text for row in range(canvas.size.height))


def act(
    controls: FakeControls, steps: Act, size: tuple[int, int] = (80, 24), theme: str = "dark"
) -> ScreenApp:
    """Run the app without a terminal, and do some steps in it."""

    async def acting() -> ScreenApp:
        app = ScreenApp(controls, theme)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            app.look()
            await pilot.pause()
            await steps(app, pilot)
        return app

    return asyncio.run(acting())


def pressed(controls: FakeControls, *keys: str) -> ScreenApp:
    async def steps(_app: ScreenApp, pilot: Pilot[None]) -> None:
        await pilot.press(*(PRESSED.get(key, key) for key in keys))

    return act(controls, steps)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (1, 1)])
@pytest.mark.parametrize("theme", ["", *THEMES])
def test_a_session_is_painted_at_every_size_in_every_theme(
    size: tuple[int, int], theme: str
) -> None:
    async def steps(app: ScreenApp, _pilot: Pilot[None]) -> None:
        lines = shown(app).split("\n")
        assert [len(line) for line in lines] == [size[0]] * size[1]
        if size[0] > 1:
            assert "ouch" in shown(app) or "55" in shown(app) or "█" in shown(app)

    app = act(FakeControls(scene("Couch", 20)), steps, size, theme)
    assert app.failure is None


@pytest.mark.parametrize(
    ("key", "command"), [(key, binding.command) for binding in KEYS for key in binding.keys]
)
def test_every_key_asks_for_its_command(key: str, command: Command) -> None:
    controls = FakeControls(scene("Couch", 20))
    pressed(controls, key)
    assert controls.commands == [command]


def test_a_key_that_means_nothing_asks_for_nothing() -> None:
    controls = FakeControls(scene("Couch", 20))
    pressed(controls, "k", "escape", "tab", "f5", "ctrl+p", "ctrl+q")
    assert controls.asked == []


def test_a_figure_is_typed_and_answered_and_what_is_odd_is_shown() -> None:
    controls = FakeControls(
        scene("Knee", 1, state=State.WAITING, asks="Knee to wall, left (cm)"),
        "Type a figure from 0 to 30 (cm).",
    )

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        await pilot.press("9", "8", "backspace", "full_stop", "5")
        assert "Knee to wall, left (cm): 9.5▁" in shown(app)
        await pilot.press("enter")
        assert "Type a figure from 0 to 30 (cm)." in shown(app)
        await pilot.press("1", "2")
        assert "Type a figure from" not in shown(app)
        await pilot.press("enter")

    act(controls, steps)
    assert controls.answers == ["9.5", "12"]
    assert controls.asked == []


def test_while_a_figure_is_typed_arrows_still_steer_and_letters_do_not() -> None:
    controls = FakeControls(scene("Knee", 1, state=State.WAITING, asks="Knee (cm)"))
    pressed(controls, "q", "n", "space", "escape", "right", "left", "ctrl+c", "enter")
    assert controls.commands == [Command.SKIP, Command.BACK, Command.QUIT]
    assert controls.answers == [""]


def test_a_figure_is_forgotten_when_it_is_no_longer_asked_for() -> None:
    controls = FakeControls(scene("Knee", 1, state=State.WAITING, asks="Knee (cm)"))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        await pilot.press("7")
        asking = controls.present
        controls.present = scene("Knee", 2)
        app.look()
        controls.present = asking
        app.look()
        assert "Knee (cm): ▁" in shown(app)

    act(controls, steps)


def test_what_is_pasted_is_cut_and_has_no_control_characters() -> None:
    controls = FakeControls(scene("Knee", 1, state=State.WAITING, asks="Knee (cm)"))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        app.post_message(Paste("9\x1b[2J" + "1" * 50))
        await pilot.pause()
        await pilot.press("enter")

    act(controls, steps)
    assert controls.answers == [("9\ufffd[2J" + "1" * 50)[:LONGEST_ENTRY]]


def test_the_screen_follows_a_resize_without_a_crash() -> None:
    controls = FakeControls(scene("Couch", 20))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        for size in ((120, 40), (20, 5), (3, 1), (300, 90), (40, 12), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            app.look()
            lines = shown(app).split("\n")
            assert [len(line) for line in lines] == [size[0]] * size[1]
        assert "Next  Couch stretch, right leg" in shown(app)

    assert act(controls, steps).failure is None


def test_only_lines_that_changed_are_painted_again() -> None:
    controls = FakeControls(scene("Cat", 7.05))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        canvas = app.query_one(Canvas)
        painted: list[int] = []
        original = canvas.render_line

        def counted(y: int) -> object:
            painted.append(y)
            return original(y)

        await pilot.pause()
        canvas.render_line = counted  # type: ignore[method-assign,assignment]
        app.look()
        await pilot.pause()
        assert painted == []
        controls.present = scene("Cat", 7.3)
        app.look()
        await pilot.pause()
        # The breath swells; the progress of the pass may move: no more.
        assert 0 < len(set(painted)) <= 3

    act(controls, steps)


def test_colours_change_by_key_round_and_round() -> None:
    controls = FakeControls(scene("Couch", 20))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        names = []
        for _ in range(4):
            names.append(app.query_one(Canvas).palette.name)
            await pilot.press("t")
        assert names == ["terminal", "dark", "light", "terminal"]

    act(controls, steps, theme="")
    assert controls.asked == []


def test_all_keys_are_listed_and_any_key_goes_back() -> None:
    controls = FakeControls(scene("Couch", 20))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        assert "Say again what to do, with the whole instruction." in shown(app)
        await pilot.press("n")
        assert "Say again what to do, with the whole instruction." not in shown(app)

    act(controls, steps)
    assert controls.asked == []


def test_text_in_markup_is_painted_as_it_is_written() -> None:
    controls = FakeControls(scene("Half", 5, words="[bold]x[/] [@click=app.quit]y[/]"))

    async def steps(app: ScreenApp, _pilot: Pilot[None]) -> None:
        assert "“[bold]x[/] [@click=app.quit]y[/]”" in shown(app)
        assert "[bold]x" in app.export_screenshot().replace("&#160;", " ")

    act(controls, steps)


def test_the_screen_is_left_when_the_session_has_ended_and_not_before() -> None:
    controls = FakeControls(scene("Couch", 20))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        await pilot.press("q")
        assert app.is_running
        controls.end()
        app.look()
        await pilot.pause()

    assert act(controls, steps)._exit
    assert controls.commands == [Command.QUIT]


def test_asking_to_quit_again_and_again_leaves_a_session_that_does_not_end() -> None:
    controls = FakeControls(scene("Couch", 20))
    app = pressed(controls, *["q"] * PATIENCE)
    assert app._exit
    assert controls.commands == [Command.QUIT] * PATIENCE


def test_what_goes_wrong_leaves_the_screen_and_is_kept_to_be_raised() -> None:
    controls = FakeControls(scene("Couch", 20))

    async def steps(app: ScreenApp, pilot: Pilot[None]) -> None:
        controls.failing = RuntimeError("the session broke")
        app.look()
        await pilot.pause()

    app = act(controls, steps)
    assert str(app.failure) == "the session broke"


def test_importing_the_room_does_not_import_what_paints() -> None:
    code = "import sys, player.live.screen; print({'textual', 'rich'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout.strip() == "set()"
