"""What an office's own decisions teach: the topic of a text, with how sure that is and the words that decided.

``text`` and ``grams`` turn a text into numbers, ``model`` answers, ``modelfile`` keeps a model as bytes; these need
numpy alone. ``training`` and ``measuring`` need scikit-learn, and only the ``routing`` command imports them: what
serves pages and routes opinions never loads it.
"""
