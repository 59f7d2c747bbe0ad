"""Who calls, and where the service is."""
