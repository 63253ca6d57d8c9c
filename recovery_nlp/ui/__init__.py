"""The pages: they draw, and nothing else decides here."""
