"""Files, cache, settings and log on disk, and facts from Obsidian, Quartz and git."""
