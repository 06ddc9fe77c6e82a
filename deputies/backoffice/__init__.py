"""The operators' back office: who enters it and what each operator keeps. The pages are in ``admin`` of each room."""
