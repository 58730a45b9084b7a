//! Writes the corpus folder: Parquet and every other sink.
