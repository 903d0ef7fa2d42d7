"""The moods, one file each."""
