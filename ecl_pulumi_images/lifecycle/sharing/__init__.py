"""Members, their answers, and copies for other projects."""
