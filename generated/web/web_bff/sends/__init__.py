# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What hooks may send to services: whole bodies."""
