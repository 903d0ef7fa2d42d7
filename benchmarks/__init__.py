"""Figures the README quotes, from one run: `python -m benchmarks [--json]`."""
