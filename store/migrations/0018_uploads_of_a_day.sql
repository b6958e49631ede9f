-- How much an organisation has uploaded since an instant, without reading what it uploaded.
CREATE INDEX material_of_organisation ON material (organisation, uploaded_at) INCLUDE (size);
