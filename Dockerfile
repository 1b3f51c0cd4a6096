# Assets: the packages of package-lock.json, copied to static/vendor.
FROM node:22-bookworm-slim AS packages
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 VAR_DIR=/var/lib/portal XDG_CACHE_HOME=/tmp/cache
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-nanum fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 1000 --home-dir /portal portal \
    && install -d -o portal -g portal -m 700 /var/lib/portal /var/lib/portal/media /var/lib/portal/schemes
WORKDIR /portal
COPY requirements.txt requirements-s3.txt ./
RUN pip install --require-hashes -r requirements.txt -r requirements-s3.txt
COPY . .
COPY --from=packages /portal/node_modules node_modules
# The key of this step is thrown away with the folder; operation brings its own.
RUN python .ci/assets.py && rm -rf node_modules && python .ci/messages.py \
    && VAR_DIR=/tmp/build python manage.py collectstatic --noinput --ignore fonts-pdf -v 0 && rm -rf /tmp/build
USER portal
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--forwarded-allow-ips", "*", "portal.wsgi"]
