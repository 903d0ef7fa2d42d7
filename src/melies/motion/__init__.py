"""Schedules, camera paths and look anchors: a shot at a moment becomes one Request."""
