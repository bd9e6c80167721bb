# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""The BFF of partner: Shop partner API."""
