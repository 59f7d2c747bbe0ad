"""What decides and acts, free of Pulumi.

The pure half: `check` refuses bad input, `wire` turns declared properties into flat Glance JSON, `planner`
turns a difference into patch operations or a replacement, `sniff` knows formats by their first bytes,
`outputs` turns a record into what Pulumi stores.
The acting half: `create`, `update`, `read` and `delete` carry a decision out against the image service.
"""
