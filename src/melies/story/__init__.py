"""Script to story to timed shots; pictures and sound to film, book, timeline and report."""
