"""Turning other people's writing into lore: MediaWiki XML dumps and folders of Markdown.

`mediawiki.py` and `markdown.py` are the two ways in, `assembly.py` the path they share, `words.yaml` what is known
about languages.
"""
