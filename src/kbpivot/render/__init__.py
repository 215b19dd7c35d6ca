"""Results to terminal text, JSON, drawings, documents and Markdown."""
