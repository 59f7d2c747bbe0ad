"""What the engine calls: dynamic resource providers, their configuration, and the engine's own manners.

The classes here are pickled by reference into every state. Their module paths and names are frozen for ever
(tests/unit/test_frozen_pickles.py keeps the strings of every release).
"""
