"""The pages of docs/devices/, which are generated from the mapping and the simulated devices.

``scripts/device_pages`` writes them. The sentences that no table has are in
``docs/devices/products.toml``.
"""

from pathlib import Path

from tests.common.repository import ROOT

from . import by_capability, by_product
from .products import read_products

FOLDER = ROOT / "docs" / "devices"
"""Where the pages are."""


def pages() -> dict[Path, str]:
    """Return the content of each page by its path."""
    products = read_products(FOLDER / "products.toml")
    return {
        FOLDER / "README.md": by_product.index(products),
        FOLDER / "by-capability.md": by_capability.page(),
        **{
            FOLDER / f"{product.file}.md": by_product.page(product, devices)
            for product, devices in by_product.sorted_devices(products).items()
        },
    }
