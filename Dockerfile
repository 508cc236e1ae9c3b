FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    DATA_DIR=/data

WORKDIR /app
RUN useradd --system --no-create-home --home-dir /app barometer \
    && install --directory --owner barometer /data /data/media /data/static

# First what changes seldom: /app/.venv from the hashed lock, the same way `serve` makes it.
COPY requirements.txt ./
COPY config/__init__.py config/bootstrap.py config/
RUN PIP_NO_CACHE_DIR=1 python -m config.bootstrap

COPY . .
USER barometer
# The key is for this one command; nothing is signed with it.
RUN SECRET_KEY=build .venv/bin/python manage.py collectstatic --no-input

ENV PATH=/app/.venv/bin:$PATH
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config=python:config.gunicorn"]
