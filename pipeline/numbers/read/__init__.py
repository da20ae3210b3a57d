"""From tokens to quantities: a table of passes, one language to a room."""
