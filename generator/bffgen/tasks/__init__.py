"""JOIN: one module a command with work to do; values in, values and FileTrees out."""
