"""The native front end, without an engine."""
