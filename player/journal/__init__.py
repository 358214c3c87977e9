"""What was done: a record of sessions, written as they happen."""
