"""Networks that embed pictures and words, one file each. They need torch; nothing imports them before they are used."""
