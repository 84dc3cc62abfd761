-- What came in with projects of other programs and has no place in the tables
-- above. The project and its files are kept with the originals.

create table parcels (
    id       text primary key,
    name     text not null,
    origin   text not null,
    made_at  text not null,
    document text not null references originals (sha256),
    files    text not null, -- JSON object: names of files to their SHA-256
    how      text not null  -- JSON object: how it was taken
);
