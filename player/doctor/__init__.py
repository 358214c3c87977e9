"""What may keep a player from working on this machine, looked at piece by piece."""
