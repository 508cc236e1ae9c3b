"""Who saved what: earlier versions, differences, and two people on one text."""
