"""PRINT: findings as text for people and machines; the only room that writes sentences."""
