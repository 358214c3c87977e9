"""Where sound goes: devices, files, or nowhere, all behind one small interface."""
