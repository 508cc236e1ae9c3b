"""
What pages cost at 1,000, 20,000 and 200,000 articles, beside the targets: `python3 -m tests.bench` from the checkout.

It needs wrk besides, makes `.venv` like every command of manage.py, and works in folders of its own: for each size a
site of generated texts with its own PostgreSQL, the product's web server with production's settings, and beside it
gunicorn's "hello world" and a Django view of one line. Machines differ; what counts is processor time a request, web
processes + database, and the ratios within one run.

    python3 -m tests.bench --sizes 1000,20000 --seconds 3            a first impression, in a quarter of an hour
    python3 -m tests.bench --data /var/tmp/bench --keep              all of it; the sites are there the next time
    python3 -m tests.bench --sizes 1000 --only article,schedules     two questions
"""

import sys

from config.bootstrap import enter_environment

if __name__ == "__main__":
    enter_environment(["-m", "tests.bench", *sys.argv[1:]])

    from tests.bench.command import main

    main()
