"""HTML pages. This package holds what audiences share: base layout, components, middleware, error pages."""
