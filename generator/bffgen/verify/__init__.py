"""TRY: upstreams that answer by their contracts, served on loopback, and BFFs run over them."""
