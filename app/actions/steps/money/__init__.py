"""Steps that move or note money; each runs inside a verb's transaction."""
