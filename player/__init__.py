"""A voice- and timer-guided workout player.

A routine is compiled, with the measured length of every phrase, into one timeline of sample
positions; live sound, files, the terminal and reports all follow from it.

Plain data is `NamedTuple` throughout: frozen as well, and defined in a tenth of the time of a
frozen dataclass, which counts when a command is to start in a tenth of a second.
"""

__version__ = "0.1.0"
