"""Settings of the property tests."""

from hypothesis import settings

# No deadline for an example: a busy machine must not fail a law.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
