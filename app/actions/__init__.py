"""Verbs: the only writers. One verb, one file, one transaction, one public function."""
