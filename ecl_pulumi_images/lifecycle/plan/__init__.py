"""What a change means: patch operations, a replacement, outputs, drift. Pure."""
