# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Serve the BFF of partner as a process of its own: `python -m partner_bff`."""

from .runtime.server import run
from .settings import Settings


def main() -> None:
    """Serve until the process is told to stop."""
    run("partner_bff.app:create_app", Settings.read)


if __name__ == "__main__":
    main()
