"""The pages of the profile, and the ways of a CV in and out."""
