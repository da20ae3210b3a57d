"""The server: the page and the API over the stages and the coalescing that batches have."""
