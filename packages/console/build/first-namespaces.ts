/**
 * The messages of every first page: bundled as one file per language, with the sentences of assessments. A test
 * compares this list with the pages.
 */
export const firstNamespaces = [
  'shared',
  'session',
  'sample',
  'listings',
  'listing',
  'queue',
  'inbox',
] as const
