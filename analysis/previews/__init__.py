"""What is not public, shown as readers would see it. Top of the house: it may ask the desk and the reading room."""
