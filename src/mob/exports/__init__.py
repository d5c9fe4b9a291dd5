"""Lists of the desk taken away as files: asked, made, kept sealed for a while, erased. No figure is computed here."""
