"""What may be asked of the store, a file for each thing that is asked about; ``store.read`` has all of it in one place."""
