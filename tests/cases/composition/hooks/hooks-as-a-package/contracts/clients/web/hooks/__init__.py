"""What the desk answers itself."""
