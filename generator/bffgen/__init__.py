"""bffgen: contracts in, backends out, nothing broken."""

VERSION = "0.1.0"
