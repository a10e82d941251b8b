"""Live: hints between processes that a boot has changed."""
