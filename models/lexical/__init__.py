"""What Arabic words may mean in English: an analyser, a model of meanings, and glossaries made from it."""
