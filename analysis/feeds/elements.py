"""Elements of an XML document with any text in them."""

from collections.abc import Mapping

from lxml import etree

from analysis.text.xml_text import xml_text


def root(name: str, prefixes: Mapping[str | None, str], *, namespace: str = "") -> etree._Element:
    return etree.Element(etree.QName(namespace or None, name), nsmap=dict(prefixes))


def add(parent: etree._Element, name: str, text: str = "", *, namespace: str = "", **attributes: str) -> etree._Element:
    """In the parent's own namespace, if no other is named."""
    own = namespace or etree.QName(parent).namespace
    element = etree.SubElement(parent, etree.QName(own, name))
    element.text = xml_text(text) or None
    for key, value in attributes.items():
        element.set(key, xml_text(value))
    return element


def document(top: etree._Element) -> bytes:
    return etree.tostring(top, xml_declaration=True, encoding="utf-8")
