"""Finishers: picture to picture after the generator, one file each."""
