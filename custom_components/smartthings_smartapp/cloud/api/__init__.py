"""SmartThings as we call it: requests, replies, limits and errors."""
