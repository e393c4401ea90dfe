"""Every version a store has had, oldest first. A released file is never edited."""
