"""The two server processes, and what they load."""
