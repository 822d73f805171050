"""The pages: a module a page, each parse -> use case -> render or redirect."""
