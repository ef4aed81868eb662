"""How this machine reaches others: proxies and certificates of the environment, addresses, connections."""
