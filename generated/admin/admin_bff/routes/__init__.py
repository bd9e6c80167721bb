"""Routes: parse the request, call the plan, answer; one module a tag of the contract."""
