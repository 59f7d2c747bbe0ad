"""The pure and the thin pieces of one exchange."""
