"""Alerts: what needs a dispatcher's eye, what people say of it, where it comes from, what ends it."""
