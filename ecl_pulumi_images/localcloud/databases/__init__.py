"""What Keystone and Glance find in their databases before the first start."""
