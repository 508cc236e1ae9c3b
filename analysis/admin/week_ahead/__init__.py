"""The pages of the calendar: looked at, moved in, subscribed to, and as a list of what is due."""
