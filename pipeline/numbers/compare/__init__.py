"""From two lists of quantities to findings: alignment, relations of values and units, what a text may leave unsaid."""
