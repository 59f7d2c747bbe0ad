"""What may be declared, and the form in which it is used. Pure."""
