# One image for the API, the worker and one-off commands. The production shape is docker-compose.yml.
FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY . .
# here, for `sluice` may write no bytecode: each start would compile every module anew
RUN python -m compileall -q --invalidation-mode unchecked-hash .
RUN useradd --system --no-create-home sluice && mkdir /data && chown sluice /data
USER sluice
ENV PYTHONUNBUFFERED=1 SLUICE_ENVIRONMENT=production SLUICE_API_HOST=0.0.0.0 SLUICE_DATA_FOLDER=/data
VOLUME /data
EXPOSE 8080
CMD ["python", "-m", "server"]
