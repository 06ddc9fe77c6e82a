"""Official documents of organs, in the layout of GB/T 9704: what stands on them, as .docx and as PDF.

The words are Chinese whatever the language of the reader's page: the paper is the organ's.
"""

from casework.official.content import Heading, Official, Table, chinese_day

__all__ = ["Heading", "Official", "Table", "chinese_day"]
