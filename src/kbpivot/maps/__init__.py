"""The map of a field: what builds on what and why, and which notes stand where on it."""

from kbpivot.maps.parse import parse_map
from kbpivot.maps.records import Concept, Map, MapTrack

__all__ = ["Concept", "Map", "MapTrack", "parse_map"]
