"""From characters to tokens: folding, scanning, digit strings, clitics."""
