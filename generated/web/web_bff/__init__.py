# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""The BFF of web: Storefront web API."""
