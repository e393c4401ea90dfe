"""Hypothesis for the core: enough examples to bite, no deadline (CI machines are loaded)."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "core", deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("core")
