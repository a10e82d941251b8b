"""Steps of the verbs about tickets; each runs inside a verb's transaction."""
