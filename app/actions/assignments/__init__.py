"""Release, return and hand back: the verbs of one boot on one vehicle."""
