"""Settings for every test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Slow and busy machines must not fail a property; the same examples every time keep a failure a fact.
settings.register_profile(
    "melies", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("melies")
if "PYTEST_XDIST_WORKER" in os.environ:  # as many busy threads as workers; more of them wait for each other
    os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MELIES_PROJECT", "none")  # what is filmed here leaves nothing beside the examples
