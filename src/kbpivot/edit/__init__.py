"""Text to changed text: properties, links, bodies, fixes and new notes; no file is touched here."""
