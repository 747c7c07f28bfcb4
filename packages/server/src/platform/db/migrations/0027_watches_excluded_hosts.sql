-- Which hosts are left out of all watches: an organisation is refused a watch of one. Notes stay with the operator.

grant select (host) on excluded_sites to touchstone_app;
create policy hosts on excluded_sites for select to touchstone_app using (true);
