"""PostgreSQL for a machine that has none: binaries from a package, a server for as long as somebody uses it.

A process that connects holds a shared lock on the `lease` file; the kernel drops it however the process ends.
The `watcher`, a small detached process, starts the server, starts it again when it dies, and stops it a few
seconds after the last lease is gone. There is no other state: whoever finds no watcher starts one.

As a database engine (`config.embedded`) this is Django's own for PostgreSQL, which sees to the server first.
"""
