"""Images of NTT Enterprise Cloud 2.0 and of every Glance v2 cloud, as Pulumi resources."""
