"""The map of a field: what builds on what and why, and which notes stand where on it."""

from kbpivot.maps.joining import OwnLines, joined_maps
from kbpivot.maps.matching import Placed, place_notes, placed_notes
from kbpivot.maps.mentions import named_entries
from kbpivot.maps.parse import parse_map
from kbpivot.maps.records import Concept, Map, MapTrack

__all__ = [
    "Concept",
    "Map",
    "MapTrack",
    "OwnLines",
    "Placed",
    "joined_maps",
    "named_entries",
    "parse_map",
    "place_notes",
    "placed_notes",
]
