#!/usr/bin/env bash
# Run once by the PostgreSQL image, on an empty volume: the two roles and the database for Sluice, and the one for logins.
# `sluice_owner` migrates; `sluice_app` has only what migrations grant it.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner="$SLUICE_OWNER_PASSWORD" --set app="$SLUICE_APP_PASSWORD" \
    --set keycloak="$KEYCLOAK_PASSWORD" <<'SQL'
CREATE ROLE sluice_owner LOGIN PASSWORD :'owner';
CREATE ROLE sluice_app LOGIN PASSWORD :'app';
CREATE DATABASE sluice OWNER sluice_owner;
CREATE ROLE keycloak LOGIN PASSWORD :'keycloak';
CREATE DATABASE keycloak OWNER keycloak;
SQL
