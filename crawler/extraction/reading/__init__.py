"""From a text to a value, in any language: dates, names, agencies, the parts of a title. Nothing here knows a
page: a line goes in, and what it says comes out."""
