"""The way through as use cases, a module a step: load, decide (core), save, answer."""
