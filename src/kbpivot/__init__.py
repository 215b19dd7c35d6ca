"""kbpivot."""
