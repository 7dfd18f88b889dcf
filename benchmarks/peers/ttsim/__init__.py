"""ttsim, the engine of GETTSIM: policy functions over columns."""
