"""COMMAND: flags, the screen, exit codes and writing; the only room that has them."""
