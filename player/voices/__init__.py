"""Text to clips: engines that speak, the cache of what they spoke, and the recorder over both."""
