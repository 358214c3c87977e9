"""Text to Routine and back: the model, the reader and its faults.

Pure but for `reader.load`, which opens the one file it is given.
"""
