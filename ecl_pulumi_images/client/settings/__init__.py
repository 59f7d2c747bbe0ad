"""From clouds.yaml, OS_* and arguments to one set of settings."""
