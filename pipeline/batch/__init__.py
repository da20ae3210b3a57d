"""A folder of articles: one stream of engine calls, a cache, a journal to go on from, and an overview."""
