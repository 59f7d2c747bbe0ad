"""What an image is, and the calls on its record."""
