"""The instruments, by family; importing this package registers nothing, the registry loads it when asked."""
