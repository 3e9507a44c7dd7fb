"""Facts as RDF, and the engines that hold and answer it. Nothing else knows which they are."""
