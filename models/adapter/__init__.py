"""Low-rank matrices that teach the embedded language model to translate: their form, training, and use in OpenVINO."""
