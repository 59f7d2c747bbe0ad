"""`make demo`: what a user of Pulumi sees, on a real image service, each claim checked."""
