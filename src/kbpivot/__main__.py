"""`python -m kbpivot` is `kbpivot`."""

from kbpivot.cli import main

if __name__ == "__main__":
    main()
