"""Word tables: what each word means to the stage. Plain data; `lexicon` puts them together."""
