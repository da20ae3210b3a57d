"""A user's glossary and an article: reading the file, checking translations, placing terms, proposing a glossary."""
