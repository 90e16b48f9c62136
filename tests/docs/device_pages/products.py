"""The products of the documentation, from ``docs/devices/products.toml``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.common.devices import Known


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of device with a page of its own."""

    file: str
    """Name of the page, without ``.md``."""
    title: str
    about: str
    """Paragraphs at the top of the page, in Markdown."""
    categories: tuple[str, ...] = ()
    """Categories of SmartThings whose devices belong to the product. ``*`` means all."""
    capability: str = ""
    """Capability that a device must have, too."""
    table: str = ""
    """A table of entities that no device has, in Markdown."""

    def has(self, device: Known) -> bool:
        """Return whether a device belongs to the product."""
        components = device.device.components.values()
        return not {device.device.category, "*"}.isdisjoint(self.categories) and (
            not self.capability
            or any(self.capability in component.capabilities for component in components)
        )


def read_products(path: Path) -> list[Product]:
    """Return the products in the order of the index.

    A device belongs to the first product that has it. Each table of the file is a product, with the
    name of its page as key.
    """
    return [
        Product(
            file=file,
            title=content["title"],
            about=content["about"].strip(),
            categories=tuple(content.get("categories", ())),
            capability=content.get("capability", ""),
            table=content.get("table", "").strip(),
        )
        for file, content in tomllib.loads(path.read_text()).items()
    ]
