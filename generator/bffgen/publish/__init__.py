"""RELEASE: what leaves the house: contracts that clients and partners may see."""
