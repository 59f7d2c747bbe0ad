"""An image's data, up and down, in constant memory."""
