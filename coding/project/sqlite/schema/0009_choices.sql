-- What a person decided about how the file of a text is read, so that it is read so again.

alter table texts add column choices text not null default '[]'; -- JSON list
