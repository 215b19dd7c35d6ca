"""What is written to files for others or for later: notes, lists, calendars, findings."""
