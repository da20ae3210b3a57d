"""The English of the engine: quantities as a newspaper prints them, and sentences for findings."""
