"""What both languages need; nothing here takes a word of either."""
