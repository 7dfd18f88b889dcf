"""OpenFisca-Core: facts handed over as files of columns, timings and answers handed back."""
