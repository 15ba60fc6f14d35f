"""The competency questions, asked of the graph of the seed articles and compared with the gold."""
