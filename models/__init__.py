"""Engines: lists of texts in, lists of generations out. Nothing here knows what an article is."""
