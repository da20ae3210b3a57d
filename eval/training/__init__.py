"""Trains what amana ships for its embedded model: the lexical model and the adapter, from a configuration file."""
