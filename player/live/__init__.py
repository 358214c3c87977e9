"""The session as it runs: its sound, where it stands, and what is shown of it."""
