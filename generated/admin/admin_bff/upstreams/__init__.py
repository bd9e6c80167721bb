"""Upstreams: URLs, parameters and headers of the services; no timeouts, no policy."""
