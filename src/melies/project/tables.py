"""The tables of a project's book, and how older books become newer ones: one upgrade for each version."""

from __future__ import annotations

import sqlite3

from melies.project.database import Upgrade

FIRST = """
CREATE TABLE makers (id INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE);
CREATE TABLE pictures (
    sha256 TEXT PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL, channels INTEGER NOT NULL,
    blob TEXT NOT NULL
);
CREATE TABLE frames (
    key TEXT PRIMARY KEY, shot TEXT NOT NULL, frame INTEGER NOT NULL, rgb TEXT NOT NULL, blob TEXT NOT NULL,
    plain TEXT, surfaces TEXT, request TEXT NOT NULL, sources TEXT NOT NULL, facts TEXT NOT NULL,
    seconds REAL NOT NULL, maker INTEGER NOT NULL REFERENCES makers, at REAL NOT NULL
);
CREATE INDEX frames_of_shots ON frames (shot, frame);
CREATE TABLE sounds (
    key TEXT PRIMARY KEY, blob TEXT NOT NULL, facts TEXT NOT NULL, seconds REAL NOT NULL, at REAL NOT NULL
);
CREATE TABLE work (
    shot TEXT PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL, process INTEGER NOT NULL, at REAL NOT NULL
);
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY, parent INTEGER REFERENCES revisions, what TEXT NOT NULL, state TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def _first(book: sqlite3.Connection) -> None:
    for statement in filter(str.strip, FIRST.split(";")):
        book.execute(statement)


UPGRADES: tuple[Upgrade, ...] = (_first,)
