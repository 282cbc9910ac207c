"""How fast the site is: ratios against peers measured in the same run. See docs/performance.md."""
