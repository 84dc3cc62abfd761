-- What an analysis keeps: matrices under a name, and what a researcher says of the
-- cells of one.

alter table queries add column kind text not null default 'query'; -- query or matrix

-- A researcher's summary of what a theme is to a participant, organisation, case
-- study or source.
create table summaries (
    id      text primary key,
    theme   text not null references themes (id),
    on_id   text not null,
    coder   text not null references coders (id),
    made_at text not null,
    text    text not null,
    unique (theme, on_id)
);

create index summaries_on on summaries (on_id);
