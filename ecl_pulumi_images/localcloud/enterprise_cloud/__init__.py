"""A double of NTT Enterprise Cloud's image service, in front of Glance."""
