"""Evaluation: how good the outputs are, and how fast they came."""
