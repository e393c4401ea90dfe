"""Hypothesis for painting: enough examples to bite, no deadline (CI machines are loaded)."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "widgets", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("widgets")
