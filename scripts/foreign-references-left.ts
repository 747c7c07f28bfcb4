/**
 * The tables of other domains that files of `enforcement` still name. The list only shrinks: `touchstone/table-owner`
 * refuses what is not on it, and what is on it and not in the file.
 */
export const referencesLeft: Readonly<Record<string, readonly string[]>> = {
  'packages/server/src/enforcement/appeals/check-brand.ts': [
    'brands',
    'claims',
    'listing_mentions',
  ],
  'packages/server/src/enforcement/appeals/purge-expired-appeals.ts': [
    'legal_holds',
    'retention_settings',
  ],
  'packages/server/src/enforcement/appeals/repository.ts': [
    'captures',
    'evidence_items',
    'listing_versions',
    'listings',
  ],
  'packages/server/src/enforcement/confidentiality-holds/authorities-repository.ts': [
    'case_offers',
    'listings',
    'organisations',
  ],
  'packages/server/src/enforcement/confidentiality-holds/hold-checks.ts': [
    'case_offers',
    'listing_versions',
  ],
  'packages/server/src/enforcement/confidentiality-holds/repository.ts': [
    'case_offers',
    'cases',
    'listings',
  ],
  'packages/server/src/enforcement/moderation/repository.ts': [
    'assessments',
    'listing_versions',
    'listings',
  ],
  'packages/server/src/enforcement/notice-quality/figures-repository.ts': [
    'assessments',
    'claims',
    'listing_mentions',
    'listings',
    'outcomes',
  ],
  'packages/server/src/enforcement/notice-quality/marks-repository.ts': ['organisations'],
  'packages/server/src/enforcement/notice-quality/safeguards.ts': ['assessments', 'listings'],
  'packages/server/src/enforcement/notices/case-timeline.ts': [
    'captures',
    'case_events',
    'case_offers',
  ],
  'packages/server/src/enforcement/notices/internal-delivery.ts': ['organisations'],
  'packages/server/src/enforcement/notices/relistings.ts': [
    'listing_mentions',
    'listing_pictures',
    'listing_versions',
    'listings',
  ],
  'packages/server/src/enforcement/notices/reminders.ts': ['listing_versions', 'listings'],
  'packages/server/src/enforcement/notices/repository.ts': [
    'case_offers',
    'cases',
    'listing_mentions',
    'listing_versions',
    'listings',
  ],
  'packages/server/src/enforcement/notices/settings-repository.ts': [
    'claims',
    'memberships',
    'people',
  ],
  'packages/server/src/enforcement/proceedings/repository.ts': ['case_offers', 'listings'],
}
