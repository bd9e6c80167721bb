"""WRITE: plans and contracts in, the files of a BFF out."""
