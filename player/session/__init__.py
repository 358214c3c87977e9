"""Routine to Session: what is done today, as flat passes of exact length. Pure."""
