"""Writes the pages of docs/devices/ (``scripts/device_pages``)."""

from . import FOLDER, pages


def main() -> None:
    """Write all pages, and delete those of removed products."""
    wanted = pages()
    for path in {*FOLDER.glob("*.md")} - wanted.keys():
        path.unlink()
    for path, content in wanted.items():
        path.write_text(content)


if __name__ == "__main__":
    main()
