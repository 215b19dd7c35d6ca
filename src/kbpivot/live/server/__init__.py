"""The study page from a server on this machine, current while its owner writes."""
