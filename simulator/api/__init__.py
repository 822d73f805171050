"""Kite's API, at the root of the origin, as the official clients expect it."""
