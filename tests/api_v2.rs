//! API v2, row by row of its contract.
