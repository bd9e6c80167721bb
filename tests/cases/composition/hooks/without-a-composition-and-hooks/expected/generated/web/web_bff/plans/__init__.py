# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""How each operation is answered: a plan that joins sources, a shape function that builds."""
