-- The table has the name by which everything else calls what it holds. The log keeps
-- its former name (package project reads it as this one).

alter table parcels rename to preserved;
