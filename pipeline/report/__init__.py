"""Views of a record for people."""
