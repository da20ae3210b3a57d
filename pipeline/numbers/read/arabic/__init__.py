"""What is read in Arabic text only."""
