-- Where the file of a source was, seen from the folder of the project, as a SHA-256: enough to
-- know the file again, and no name of a person or a folder.

alter table sources add column place text not null default '';
