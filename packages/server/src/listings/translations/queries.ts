import { exportedQuery } from '../../platform/db/index.ts'

/** Translations that users added, with their text. */
export const listingTranslations = exportedQuery
  .selectFrom('translations')
  .select(['id', 'organisation_id', 'listing_id', 'language', 'title', 'description', 'added_at'])
