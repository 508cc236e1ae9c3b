"""What is planned, promised, live, ending and missing, by days: as data, for the pages that show it."""
