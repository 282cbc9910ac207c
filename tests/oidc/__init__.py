"""A real OpenID provider (npm `oidc-provider`), installed once below var/ and started by tests."""
