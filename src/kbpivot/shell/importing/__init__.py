"""Bibliographies read as papers: BibTeX, CSL-JSON, and arXiv over the network."""
