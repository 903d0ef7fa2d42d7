"""Pictures, video and audio in and out; nothing else touches a codec."""
