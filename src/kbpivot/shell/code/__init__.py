"""Code in a folder: what it is, what its files build on, and in which order to read them.

Nothing is executed, nothing goes over the network, and no file outside of the folder is read.
"""

from kbpivot.shell.code.clone import Clone, read_clone
from kbpivot.shell.code.reading import CodeReading, Stop, read_code

__all__ = ["Clone", "CodeReading", "Stop", "read_clone", "read_code"]
