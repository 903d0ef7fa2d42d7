"""Melies: from a script and a handful of inspirations to an illustrated story and a finished film with sound."""

__version__ = "0.1.0"
