"""Session to Timeline: which cue is heard at which sample. Pure, and free of numpy."""
