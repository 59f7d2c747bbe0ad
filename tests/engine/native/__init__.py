"""What the native plugin does beyond the dynamic providers, and the way from one to the other."""
