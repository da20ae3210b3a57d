"""The command line, above all else: it alone may use models, pipeline and evaluation at once."""
