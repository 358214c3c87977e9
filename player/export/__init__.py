"""Sessions carried elsewhere: captions for a file of sound."""
