"""What a page, its feed entry and its address say about each field: claims, with the place and its trust."""
