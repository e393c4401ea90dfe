"""The domain, pure: no I/O, no clock of its own, no Textual, no SQL."""
