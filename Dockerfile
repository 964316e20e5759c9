# One image for web, worker, beat and migrations; docker-compose.yml says which program each runs.
FROM python:3.11-slim AS built
WORKDIR /samlad
ENV PYTHONDONTWRITEBYTECODE=1 UV_PYTHON_DOWNLOADS=never
COPY requirements.txt requirements-installer.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-installer.txt \
 && /venv/bin/uv pip install --no-cache --compile-bytecode --python /venv/bin/python --require-hashes -r requirements.txt
COPY . .
# Any key serves for gathering files: nothing is signed by it, and it does not stay in the image.
RUN SECRET_KEY=only-for-gathering-static-files STATIC_ROOT=/static /venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
RUN groupadd --gid 10001 samlad && useradd --uid 10001 --gid samlad --no-create-home --shell /usr/sbin/nologin samlad
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_ROOT=/static DEMO=0
COPY --from=built /venv /venv
COPY --from=built /static /static
COPY --from=built /samlad /samlad
WORKDIR /samlad
USER samlad
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["python", "-m", "coordination.running.probe", "web"]
CMD ["python", "-m", "coordination.running.serve"]
