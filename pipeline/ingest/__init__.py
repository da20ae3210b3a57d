"""Reads files of articles: text, Markdown, web pages, Word documents, PDF files and tables.

`find_files` lists a folder, `read_articles` reads one file of it, whatever it holds; `read_article` reads a file that
holds one article. A kind of file is a row of `pipeline.ingest.kinds.KINDS` and a small module of its own.
"""

from pipeline.ingest.decoding import decode
from pipeline.ingest.folder import Listing, find_files
from pipeline.ingest.kinds import KINDS, MAX_BYTES
from pipeline.ingest.names import article_id, distinct
from pipeline.ingest.reading import article_from_bytes, article_from_text, read_article, read_articles
from pipeline.ingest.types import Columns, Refusal, parse_columns

__all__ = [
    "KINDS",
    "MAX_BYTES",
    "Columns",
    "Listing",
    "Refusal",
    "article_from_bytes",
    "article_from_text",
    "article_id",
    "decode",
    "distinct",
    "find_files",
    "parse_columns",
    "read_article",
    "read_articles",
]
