# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What services hand to hooks: whole bodies, one class a status."""
