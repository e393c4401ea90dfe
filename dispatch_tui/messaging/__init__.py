"""The outside half of messaging: what carries messages, the sender under its lease, the timed duties."""
