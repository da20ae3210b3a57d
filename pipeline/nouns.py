"""What the shipped lexical model tells the number engine: how an Arabic and an English word are related."""

from models.registry import same_word

__all__ = ["same_word"]
