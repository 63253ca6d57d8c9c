"""Audit: what the corpus and the model are worth, measured."""
