# The image of the service. docs/container.md says how to build it, run it and prove it.
# BASE is any Debian with Python 3.11 or newer and its venv module; both stages stand on it.
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /src

# Each file is checked against its hash in the lock. Wheels only: nothing is compiled, so no compiler is needed.
# A network with its own package index gives its pip.conf as a build secret; without one nothing is mounted.
COPY requirements.lock ./
RUN --mount=type=secret,id=pip.conf,target=/etc/pip.conf \
    python3 -m venv /tools \
    && /tools/bin/pip download --require-hashes --only-binary :all: --requirement requirements.lock --dest /wheels \
    && /tools/bin/pip install --require-hashes --no-index --find-links /wheels --requirement requirements.lock

# /opt/nctwatch is made offline from those wheels and takes what nctwatch itself requires: the build tools stay
# behind in /tools. pip goes too: sqlite-utils asks for it, but only its own plug-in command uses it.
# The bytecode is never compared with its source, so that no builder's file times can make it stale.
COPY pyproject.toml README.md LICENSE ./
COPY monitor ./monitor
RUN /tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && python3 -m venv --without-pip /opt/nctwatch \
    && /tools/bin/pip --python /opt/nctwatch/bin/python install --no-compile --no-index --find-links /wheels nctwatch \
    && /tools/bin/pip --python /opt/nctwatch/bin/python uninstall --yes pip \
    && /opt/nctwatch/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/nctwatch/lib

FROM ${BASE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="nctwatch" \
      org.opencontainers.image.description="Watches ClinicalTrials.gov trials and tells people when status, results or eligibility change" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/nctwatch/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    NCTWATCH_CONFIG=/config/nctwatch.toml \
    NCTWATCH_DB=/data/nctwatch.db
COPY --from=build /opt/nctwatch /opt/nctwatch

# The base's own pip is of no use here. Its standard library may come without bytecode, which on a read-only
# root would be made anew by every health check. `nctwatch init` writes /config/nctwatch.toml, the default.
RUN rm -rf /usr/local/bin/pip* /usr/local/lib/python3.*/ensurepip /usr/local/lib/python3.*/site-packages/pip* \
    && python3 -m compileall -q --invalidation-mode unchecked-hash \
        "$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')" \
    && groupadd --gid 10001 nctwatch \
    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --home-dir /data --shell /usr/sbin/nologin nctwatch \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data \
    && nctwatch init /

USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 CMD ["nctwatch", "health"]
ENTRYPOINT ["nctwatch"]
CMD ["run"]
