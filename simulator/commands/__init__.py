"""What commands do to devices."""
