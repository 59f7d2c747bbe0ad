"""`python -m tools.schema` writes the schema anew."""

from __future__ import annotations

from . import FILE, text


def main() -> None:
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text(), "utf-8")
    print(FILE)


if __name__ == "__main__":
    main()
