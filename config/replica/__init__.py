"""Reader pages read from a copy of the database that PostgreSQL streams to, for as long as the copy keeps up.

`watching` knows whether it does; `reading` decides for each request where it reads. Everything is written to the
primary, and whoever is signed in reads there, too.
"""
