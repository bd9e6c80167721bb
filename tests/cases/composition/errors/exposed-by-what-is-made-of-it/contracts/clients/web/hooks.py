"""What the team computes itself."""


def greet(email: str) -> str:
    """Greet a person by what stands before the @."""
    return f"Hello {email.partition('@')[0]}"
