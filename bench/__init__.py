"""What `make bench` measures: each figure a ratio to a named baseline in the same run, with the hold it is held to."""
