"""From documents to numbers: hashed n-grams, cue hits and a few cheap counts per sentence."""
