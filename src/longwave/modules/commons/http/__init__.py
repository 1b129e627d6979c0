"""The forum over HTTP: one file a subject; `longwave.modules.commons.routes` puts them together."""
