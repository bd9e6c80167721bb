"""The other one."""
