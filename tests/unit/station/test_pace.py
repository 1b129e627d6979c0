from longwave.modules.station.pace import estimated_s, sentences


def test_sentences_end_at_their_stops_and_not_at_titles_and_initials() -> None:
    found = sentences('Mr. Crake and J. Sough met.  "Well?" he said.\nYes! Dr. Fen, too… And then')

    assert found == ["Mr. Crake and J. Sough met.", '"Well?"', "he said.", "Yes!", "Dr. Fen, too…", "And then"]


def test_a_text_takes_its_words_at_a_presenters_pace_and_a_breath_a_sentence() -> None:
    assert estimated_s("word " * 154 + "word.") == 60.2
    assert estimated_s("") == 0
    assert round(estimated_s("One. Two. Three.") - estimated_s("One two three."), 6) == 0.4
