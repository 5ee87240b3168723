"""``python -m anonymizer``."""

from anonymizer.cli import main

if __name__ == "__main__":
    main()
