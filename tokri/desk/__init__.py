"""Use cases of the firm's desk: a module a noun. Load, decide, save, record."""
