"""Where an image's data comes from, and what its bytes say."""
