"""What a Pulumi program declares."""
