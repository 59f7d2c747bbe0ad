"""What decides and acts, free of Pulumi.

What decides is pure: `inputs` says what may be declared, `plan` what a change means, `data` what bytes are.
What acts is thin: `image`, `sharing` and `lookup` carry a decision out against the image service.
"""
