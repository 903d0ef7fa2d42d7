"""Fitting the lens: samples, their features worked out once, and lessons on them."""
