"""The verdict on a questionnaire: our conclusion per scale, and an indication per criterion of a standard."""
