"""The nouns that travel between rooms: values without I/O, OpenAPI spelling or Python text."""
