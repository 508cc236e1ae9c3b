"""Everything that cannot be made again, in one file: the tables and the pictures, each with its checksum.

A backup is a tar archive:

    database/<table>.copy   the rows, as PostgreSQL's COPY writes them; generated columns are left out
    media/…                 the files of pictures, from MEDIA_ROOT or a bucket, under their own names
    manifest.json           what must be there: size and SHA-256 of each member; versions, migrations, sequences
    manifest.sha256         the checksum of the manifest

The schema is not in it: the migrations make that, the same on every PostgreSQL.
"""
