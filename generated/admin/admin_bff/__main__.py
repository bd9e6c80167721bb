# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Serve the BFF of admin as a process of its own: `python -m admin_bff`."""

from .runtime.server import run
from .settings import Settings


def main() -> None:
    """Serve until the process is told to stop."""
    run("admin_bff.app:create_app", Settings.read)


if __name__ == "__main__":
    main()
