"""The firm's own room: its people, clients, baskets and what it owes a record. Values and decisions alone."""
