"""What a bid may say: the shapes of its parts, what a lot asks of them, what is wrong in one."""
