"""The blocks of a screen: what each shows of a session, and which of them matter most."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import NamedTuple

from player.live.breathing import lungs
from player.live.controls import Now, State
from player.live.moment import Moment, Story
from player.live.screen.bars import breath_bar, progress_bars
from player.live.screen.foot import foot, offers
from player.live.screen.layout import Block, Form, air
from player.live.screen.lettering import Scale, largest, lettered
from player.live.screen.pieces import Line, Piece, Role, cut, plain, width_of, wrapped
from player.live.screen.progress import stretches
from player.live.screen.telling import Told, told


class _Rank(IntEnum):
    """What is granted room, one after another."""

    FIGURE = auto()
    CHOICE = auto()
    NAME = auto()
    NOTICE = auto()
    FOLLOWING = auto()
    DETAILS = auto()
    BREATH = auto()
    SMALL_FIGURE = auto()
    LARGE_FIGURE = auto()
    FOOT = auto()
    WHOLE_NAME = auto()
    SESSION = auto()
    WORDS = auto()
    AIR = auto()
    AIR_2 = auto()
    PROGRESS = auto()
    SMALL_NAME = auto()
    AIR_3 = auto()
    AIR_4 = auto()
    BREATH_2 = auto()
    HEADER = auto()
    BREATH_3 = auto()
    MORE_WORDS = auto()
    BREATH_4 = auto()
    HUGE_FIGURE = auto()
    AIR_5 = auto()
    MORE_FOOT = auto()
    LARGE_NAME = auto()


class _Air(IntEnum):
    """What is set off by a blank line, one after another."""

    PROGRESS = auto()
    FIGURE = auto()
    BREATH = auto()
    FOLLOWING = auto()
    NOTICE = auto()
    NAME = auto()
    FOOT = auto()
    WORDS = auto()


_FIGURE_RANKS = (
    (_Rank.SMALL_FIGURE, Scale.SMALL),
    (_Rank.LARGE_FIGURE, Scale.LARGE),
    (_Rank.HUGE_FIGURE, Scale.HUGE),
)

_BREATH_RANKS = (_Rank.BREATH, _Rank.BREATH_2, _Rank.BREATH_3, _Rank.BREATH_4)

_GAP = 3
# Columns between a figure and what stands on its right.

_LEAST_CAPTION, _MOST_CAPTION = 12, 3
# Columns it needs there, and lines it may take.

_FEW_ROWS = 4
# With fewer rows than these the side stands in the line of the name.


class Entry(NamedTuple):
    """What the listener is typing: the text so far, and what was odd about the last one."""

    typed: str = ""
    complaint: str = ""


NOTHING_TYPED = Entry()


class Page(NamedTuple):
    """A session at a moment, and the room there is to show it."""

    now: Now
    story: Story
    moment: Moment
    width: int
    height: int
    entry: Entry

    def blocks(self) -> tuple[Block, ...]:
        """Everything that may be shown, from top to bottom."""
        about = told(self.now, self.moment, self.entry.typed)
        return (
            self._header(),
            self._name(about),
            self._details(about),
            self._figure(about),
            self._breath(),
            self._notice(),
            self._following(about),
            self._words(),
            self._progress(),
            air(_Rank.AIR, _Rank.AIR_2, _Rank.AIR_3, _Rank.AIR_4, _Rank.AIR_5),
            self._foot(),
        )

    def _header(self) -> Block:
        timeline = self.story.timeline
        span = self.moment.span
        count = f"{span.doing.order + 1} of {len(timeline.spans)}" if span else ""
        voice = "" if self.now.voice else "voice off   "
        right = f"{voice}{count}"
        title = cut(plain(timeline.title), self.width - len(right) - 1)
        left = Piece(title, Role.FAINT)
        space = self.width - width_of((left,)) - len(right)
        return Block((Form(_Rank.HEADER, ((left, Piece(" " * space), Piece(right, Role.FAINT)),)),))

    def _name(self, about: Told) -> Block:
        short = self.height < _FEW_ROWS
        name = ", ".join(part for part in (about.name, about.side) if part) if short else about.name
        lines = wrapped(name, self.width, 3)
        forms = [Form(_Rank.NAME, ((Piece(cut(name, self.width), Role.STRONG),),))]
        if len(lines) > 1:
            forms.append(
                Form(_Rank.WHOLE_NAME, tuple((Piece(line, Role.STRONG),) for line in lines))
            )
        else:
            for rank, scale in ((_Rank.SMALL_NAME, Scale.SMALL), (_Rank.LARGE_NAME, Scale.LARGE)):
                large = largest(name, self.width, scale.rows)
                if large:
                    forms.append(Form(rank, tuple((Piece(row, Role.STRONG),) for row in large)))
        return Block(tuple(forms), air=_Air.NAME)

    def _details(self, about: Told) -> Block:
        text = ", ".join(part for part in (about.side, about.turn) if part)
        return Block((Form(_Rank.DETAILS, ((Piece(text, Role.STRONG),),)),) if text else ())

    def _figure(self, about: Told) -> Block:
        role = Role.ALERT if about.alert else Role.FIGURE
        brief: Line = (Piece(about.brief, role),)
        choice = self._choice()
        forms = [Form(_Rank.FIGURE, (brief,)), Form(_Rank.CHOICE, (brief, *choice))]
        for rank, scale in _FIGURE_RANKS:
            art = lettered(about.figure, scale)
            if art and len(art[0]) <= self.width:
                forms.append(Form(rank, (*self._beside(art, role, about), *choice)))
        return Block(tuple(forms), air=_Air.FIGURE)

    def _choice(self) -> tuple[Line, ...]:
        """What is to be chosen or typed."""
        if self.now.state is State.MARKED:
            return (offers(self.now),)
        return self._asking() if self.now.asks else ()

    def _beside(self, art: tuple[str, ...], role: Role, about: Told) -> tuple[Line, ...]:
        """A figure in large letters, with the side and what it is on its right, or below it."""
        room = self.width - len(art[0]) - _GAP
        caption = wrapped(about.caption, room, len(about.caption)) if room >= _LEAST_CAPTION else ()
        side = "" if about.alert else about.side
        if about.caption and not 0 < len(caption) <= _MOST_CAPTION:
            rows: list[Line] = [(Piece(row, role),) for row in art]
            below = wrapped(about.caption, self.width, 2)
            return (*rows, *((Piece(line),) for line in below))
        large = largest(side, room, len(art) - len(caption)) if side else ()
        blank = len(art) - len(large) - len(caption)
        right = [
            *((Piece(row, Role.FIGURE),) for row in large),
            *[()] * blank,
            *((Piece(line),) for line in caption),
        ]
        gap = Piece(" " * _GAP)
        return tuple((Piece(row, role), gap, *line) for row, line in zip(art, right, strict=True))

    def _asking(self) -> tuple[Line, ...]:
        typed = cut(plain(self.entry.typed), self.width // 2)
        asked = cut(plain(self.now.asks), self.width - len(typed) - 4)
        line: Line = (Piece(f"{asked}: "), Piece(f"{typed}▁", Role.TYPED))
        complaint = plain(self.entry.complaint)
        odd = [(Piece(text, Role.ALERT),) for text in wrapped(complaint, self.width, 2)]
        return (line, *odd)

    def _breath(self) -> Block:
        span = self.moment.span
        breath = lungs(span, self.now.position) if span else None
        if breath is None or self.now.state is not State.PLAYING:
            return Block(())
        return Block(
            tuple(
                Form(rank, breath_bar(breath, self.width, rows))
                for rank, rows in zip(_BREATH_RANKS, range(1, 5), strict=True)
            ),
            air=_Air.BREATH,
        )

    def _notice(self) -> Block:
        text = plain(self.now.notice)
        said_large = text.casefold() == self.now.state.value
        if not text or said_large:
            return Block(())
        one = (Piece(cut(f"▸ {text}", self.width), Role.ALERT),)
        return Block((Form(_Rank.NOTICE, (one,)),), air=_Air.NOTICE)

    def _following(self, about: Told) -> Block:
        if not about.following:
            return Block(())
        return Block(
            (Form(_Rank.FOLLOWING, ((Piece("Next  ", Role.FAINT), Piece(about.following)),)),),
            air=_Air.FOLLOWING,
        )

    def _words(self) -> Block:
        text = plain(self.now.words)
        if not text:
            return Block(())
        lines = wrapped(f"“{text}”", self.width, 2)
        short = ((Piece(cut(f"“{text}”", self.width)),),)
        full = tuple((Piece(line),) for line in lines)
        return Block((Form(_Rank.WORDS, short), Form(_Rank.MORE_WORDS, full)), air=_Air.WORDS)

    def _progress(self) -> Block:
        found = stretches(self.story, self.moment, self.now.position)
        lines = progress_bars(found, self.width)
        return Block(
            (Form(_Rank.SESSION, lines[-1:]), Form(_Rank.PROGRESS, lines)), air=_Air.PROGRESS
        )

    def _foot(self) -> Block:
        forms = []
        for rank, most in ((_Rank.FOOT, 1), (_Rank.MORE_FOOT, 2)):
            lines = foot(self.now, self.width, most)
            if lines:
                forms.append(Form(rank, lines))
        return Block(tuple(forms), air=_Air.FOOT)
