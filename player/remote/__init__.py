"""Media keys, headset buttons and desktop controls: a session shown to the system, and steered."""
