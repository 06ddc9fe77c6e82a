"""The annual summary for the standing committee: figures with their definitions, frozen, written up and exported.

``terms`` says what a figure is, ``catalogue`` holds them all, ``rollups`` keeps daily counts, ``counting`` puts a
summary together, ``freezing`` keeps one for ever, ``drafting`` writes its first words, ``services`` takes the report
through its approval, ``exports`` writes the files.
"""
