"""Reports: cards, tables and summaries for people."""
