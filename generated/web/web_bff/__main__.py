# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Serve the BFF of web as a process of its own: `python -m web_bff`."""

from .runtime.server import run
from .settings import Settings


def main() -> None:
    """Serve until the process is told to stop."""
    run("web_bff.app:create_app", Settings.read)


if __name__ == "__main__":
    main()
