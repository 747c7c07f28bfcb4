-- Deliveries that were given up, for who looks after the installation: few among all that got through.
create index webhook_deliveries_failed on webhook_deliveries (webhook_id, created_at)
  where state = 'failed';
