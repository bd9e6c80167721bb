"""DECIDE: what a finding may do to a release."""
