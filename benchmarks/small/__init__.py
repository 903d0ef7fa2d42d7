"""Figures of vista, the small network: each file measures one of its jobs."""
