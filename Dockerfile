# One image for every process; docker-compose.yml says which one a container runs.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /volhoud

COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock

COPY . .
RUN python -m compileall -q . && useradd --create-home --uid 10001 volhoud && install -d -o volhoud /data
USER volhoud
ENV DATA_DIR=/data
EXPOSE 8000

CMD ["python", "-m", "gunicorn", "coaching.web.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "8", "--no-control-socket"]
