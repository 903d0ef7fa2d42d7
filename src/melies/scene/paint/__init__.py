"""Painters of cards: trees, plants, rocks, buildings, clouds, ridges."""
