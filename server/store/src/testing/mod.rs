//! Throw-away databases of both engines, for the tests of this and other packages.
