"""A session in progress for tests of what shows and steers it: whatever the test says it is."""

from __future__ import annotations

from player.live.controls import Command, Now, State


class FakeControls:
    """Gives a moment that a test sets, and keeps what was asked and answered.

    Args:
        present: Where the session is; `ended` sets it to its end.
        complaints: What is found odd about the answers, one after another; then nothing.
    """

    def __init__(self, present: Now, *complaints: str) -> None:
        self.present = present
        self.asked: list[tuple[Command, int]] = []
        self.answers: list[str] = []
        self.failing: Exception | None = None
        self.looks = 0
        self._complaints = list(complaints)

    def now(self) -> Now:
        self.looks += 1
        if self.failing is not None:
            raise self.failing
        return self.present

    def ask(self, command: Command, amount: int = 0) -> None:
        self.asked.append((command, amount))

    def answer(self, text: str) -> str:
        self.answers.append(text)
        return self._complaints.pop(0) if self._complaints else ""

    @property
    def commands(self) -> list[Command]:
        """What was asked, without amounts."""
        return [command for command, _ in self.asked]

    def end(self) -> None:
        """Let the session be over."""
        self.present = self.present._replace(state=State.ENDED)
