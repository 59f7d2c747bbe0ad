"""What acts on an image: check, create, adopt, update, delete."""
