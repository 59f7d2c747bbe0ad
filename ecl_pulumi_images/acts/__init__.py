"""What any front end calls: the acts of each kind of resource, free of Pulumi.

An act is given the call that it serves.
"""
