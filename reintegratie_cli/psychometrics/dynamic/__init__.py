"""Dynamic fit index cut-offs: what SRMR, RMSEA and CFI tell a misfit of known size, for one model and one sample.

`cutoffs` is the way in; `population` says which misfits are simulated, `continuous` and `ordinal` simulate and fit.
"""
