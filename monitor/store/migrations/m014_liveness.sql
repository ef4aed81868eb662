-- "heartbeat" names the weekly message alone; the service's sign of life has the key alive_at.
UPDATE state SET key = 'alive_at' WHERE key = 'heartbeat';
