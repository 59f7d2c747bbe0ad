"""The one error that a user of the local cloud meets."""


class LocalCloudError(Exception):
    """The local cloud can't start, stop or be asked: one line with the cause and the way out."""
