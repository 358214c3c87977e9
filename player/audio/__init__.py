"""Samples: clips and their shaping, chimes, and mixing a timeline into blocks."""
