"""What `python -m ecl_pulumi_images` does."""
