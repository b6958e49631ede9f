-- Uploaded material, encrypted under its organisation's own key. Without the key it is noise, and
-- its id (the hash of the ciphertext) still proves that it is what the log speaks of.

CREATE TABLE sealing_keys (
    id uuid PRIMARY KEY,
    organisation text NOT NULL REFERENCES organisations,
    wrapped bytea,                   -- under the master key; NULL once erased
    created_at timestamptz NOT NULL DEFAULT now(),
    erased_at timestamptz,
    CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))
);

CREATE UNIQUE INDEX sealing_keys_in_use ON sealing_keys (organisation) WHERE erased_at IS NULL;

CREATE TABLE material (
    id text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
    organisation text NOT NULL REFERENCES organisations,
    uploaded_by text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,            -- bytes, before sealing
    sealing_key uuid NOT NULL REFERENCES sealing_keys,
    sealed bytea NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE material ALTER COLUMN sealed SET STORAGE EXTERNAL;  -- ciphertext does not compress

-- The text of an agreement, by the hash that both sides sign.
CREATE TABLE agreement_texts (
    duty_id text PRIMARY KEY,
    case_id text NOT NULL,
    sha256 text NOT NULL,
    template_version text NOT NULL,
    material text NOT NULL REFERENCES material
);

CREATE INDEX agreement_texts_of_case ON agreement_texts (case_id, sha256);

GRANT SELECT, INSERT ON sealing_keys, material, agreement_texts TO sluice_app;
GRANT UPDATE (wrapped, erased_at) ON sealing_keys TO sluice_app;
