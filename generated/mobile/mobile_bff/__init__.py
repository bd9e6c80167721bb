# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""The BFF of mobile: Storefront mobile API."""
