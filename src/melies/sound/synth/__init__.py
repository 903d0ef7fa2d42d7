"""Instruments and effects made of numbers: everything is band-limited by construction."""
