-- Whose words a text is, also when a later one has taken its place.
alter table texts add column source text not null default '';
update texts set source = coalesce((select id from sources where sources.text = texts.id), '');
create index texts_source on texts (source);

-- What else is known of a text, and never changes: see codec.go.
alter table texts add column questions text not null default '[]'; -- JSON list
alter table texts add column answers blob not null default x'';    -- for each turn, the question that it answers
alter table texts add column pages blob not null default x'';      -- where pages begin

-- Turns that were given to another speaker than the transcript says.
create table said (
    id      text primary key, -- text/turn
    text    text not null references texts (id),
    turn    integer not null,
    speaker integer not null  -- number in speakers, -1 for nobody
);

create index said_text on said (text);
