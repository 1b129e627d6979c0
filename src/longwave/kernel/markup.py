"""Elements of XML and HTML that hold whatever text."""

import re
from xml.etree import ElementTree as ET

# XML 1.0 has no place for these, escaped or not, and RFC 5545 none for most of them.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return a text without what XML has no place for, its lines ended by newlines."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def add(parent: ET.Element, tag: str, content: str = "", **attributes: str) -> ET.Element:
    """Add an element at the end of another."""
    element = ET.SubElement(parent, tag, attributes)
    element.text = printable(content) or None
    return element


def document(root: ET.Element) -> str:
    """Return an XML document that names its encoding, UTF-8."""
    ET.indent(root)
    # Written as bytes: otherwise the declaration names the encoding of the machine.
    return str(ET.tostring(root, encoding="utf-8", xml_declaration=True), "utf-8") + "\n"
