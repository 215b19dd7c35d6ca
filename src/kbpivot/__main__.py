"""`python -m kbpivot` is `kbpivot`, without Python files of the current folder."""

import sys

if __name__ == "__main__":
    # Python puts the current folder first in its search path, and that may be a vault.
    if not sys.flags.safe_path:
        del sys.path[0]

    from kbpivot.cli import main

    main()
