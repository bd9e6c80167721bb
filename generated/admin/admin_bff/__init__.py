# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""The BFF of admin: Shop admin API."""
