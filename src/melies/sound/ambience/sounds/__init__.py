"""The layers of ambience, by element."""
