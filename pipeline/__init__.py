"""The stages from an Arabic article to a checked English translation and summary."""
