"""The commands of `amana`, one module each; `amana.app` has the list."""
