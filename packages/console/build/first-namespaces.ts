/**
 * The messages that a first page shows, wherever someone signs in: one file a language, with the sentences of
 * assessments. A test holds this list to the pages.
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
