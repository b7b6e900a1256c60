"""A first version of a questionnaire from an export, for a person to finish."""
