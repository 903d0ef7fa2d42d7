"""Solvers: how a picture comes nearer to what critics want of it, one file each."""
