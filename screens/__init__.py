"""Textual screens. They hold no rules: they turn keys into commands and read models into pictures."""
