"""Sources: of each operation, the fields in use of what upstreams answer, and the calls."""
