"""PLAN: bind a client's compositions to both contracts; plans and findings come out."""
