def scale_tables(made=None):
    return ""
