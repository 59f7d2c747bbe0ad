"""What the project itself is developed and shown with; no part of the distribution."""
