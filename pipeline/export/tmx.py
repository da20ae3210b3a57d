"""Translation memory exchange, TMX 1.4b (https://www.gala-global.org/tmx-14b)."""

from __future__ import annotations

from importlib.metadata import version
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.article import Record
from pipeline.export.pairs import pairs, xml_text

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def tmx(record: Record) -> bytes:
    """One unit for each sentence that has a translation; its verdict is a property, what was found are notes."""
    root = Element("tmx", version="1.4")
    header = {
        "creationtool": "amana",
        "creationtoolversion": version("amana"),
        "segtype": "sentence",
        "o-tmf": "amana",
        "adminlang": "en",
        "srclang": "ar",
        "datatype": "plaintext",
    }
    head = SubElement(root, "header", header)
    SubElement(head, "prop", type="x-article").text = xml_text(record.article.source or record.article.id)
    body = SubElement(root, "body")
    for pair in pairs(record):
        if not pair.english.strip():
            continue
        unit = SubElement(body, "tu", tuid=str(pair.number))
        for remark in pair.remarks:
            SubElement(unit, "note").text = remark
        SubElement(unit, "prop", type="x-amana-verdict").text = pair.verdict
        for lang, text in (("ar", pair.arabic), ("en", pair.english)):
            variant = SubElement(unit, "tuv", {_LANG: lang})
            SubElement(variant, "seg").text = text
    indent(root)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made
