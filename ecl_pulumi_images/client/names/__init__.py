"""What a setting, a field or an argument is called, and which one was meant."""
