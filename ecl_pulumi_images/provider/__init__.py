"""The dynamic front end: what the engine calls through Pulumi's Python SDK, and what that does not offer.

The classes here are pickled by reference into every state. Their module paths and names are frozen for ever
(tests/unit/provider/test_frozen_pickles.py keeps the strings of every release).
"""
