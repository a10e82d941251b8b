"""Steps of the verbs of one boot on one vehicle; each runs inside a verb's transaction."""
