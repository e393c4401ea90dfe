"""The words and the manners of messaging, pure: what is said, to whom, when, and what an answer means."""
