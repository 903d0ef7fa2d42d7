"""Hear (beats, onsets), compose, ambience and mix."""
