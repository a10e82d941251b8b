"""Steps of the verbs about boots as things; each runs inside a verb's transaction."""
