"""What is known of languages, whatever the text: words, endings, plurals, how usual a word is."""
