-- Lines of the reference that the picture hides, where some are: text, how, and x, y, width and height as
-- fractions of the picture.
alter table picture_matches add column hidden json;
