"""Charts of a report's tables as lengths and points, which the page's templates draw as SVG."""
