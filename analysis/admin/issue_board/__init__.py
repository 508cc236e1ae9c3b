"""The weekly issue, assembled in each language and released at one instant."""
