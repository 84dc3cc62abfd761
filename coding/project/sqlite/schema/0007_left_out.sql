-- What the file of a text shows and the text has not, with why.

alter table texts add column left_out text not null default '[]'; -- JSON list
