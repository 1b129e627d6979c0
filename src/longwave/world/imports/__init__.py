"""Turning other people's writing into a pack: MediaWiki XML dumps and folders of Markdown into lore, forum bots into
residents.

`mediawiki.py` and `markdown.py` are the two ways in for lore, `assembly.py` the path they share, `words.yaml` what is
known about languages. `bots.py` is the way in for residents, `bots.yaml` what is known about the words of their files.
"""
