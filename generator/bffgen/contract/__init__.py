"""Read what people write: contracts, compositions, policies. The only room that parses files."""
