"""Confirmatory factor analysis: one model for a list of groups, estimated from moments.

What needs the answers themselves (robust errors, scaling factors) comes as cross-products from whoever holds them.
"""
