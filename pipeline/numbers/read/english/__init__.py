"""What is read in English text only."""
