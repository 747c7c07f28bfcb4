import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { readReceivedSearch, readModerationSearch } from './search.ts'

export const ModerationQueuePage = lazyRouteComponent(
  () =>
    withMessages(
      ['appeals', 'cases', 'moderation', 'moderation-actions', 'notices'],
      import('./moderation-queue-page.tsx'),
    ),
  'ModerationQueuePage',
)
export const ReceivedNoticePage = lazyRouteComponent(
  () =>
    withMessages(
      [
        'appeals',
        'cases',
        'images',
        'moderation',
        'moderation-actions',
        'notices',
        'proceedings',
        'regimes',
      ],
      import('./received-notice-page.tsx'),
    ),
  'ReceivedNoticePage',
)
export const BulkRestrictionsPage = lazyRouteComponent(
  () =>
    withMessages(
      ['moderation', 'moderation-actions', 'notices'],
      import('./bulk-restrictions-page.tsx'),
    ),
  'BulkRestrictionsPage',
)
export const MeasuresPage = lazyRouteComponent(
  () => withMessages(['moderation', 'moderation-actions'], import('./measures-page.tsx')),
  'MeasuresPage',
)
export const OwnInitiativePage = lazyRouteComponent(
  () =>
    withMessages(
      ['appeals', 'moderation', 'moderation-actions', 'proceedings', 'regimes'],
      import('./own-initiative-page.tsx'),
    ),
  'OwnInitiativePage',
)
export const FilingsPage = lazyRouteComponent(
  () =>
    withMessages(['moderation', 'moderation-actions'], import('./transparency-filings-page.tsx')),
  'FilingsPage',
)
export const MisusePage = lazyRouteComponent(
  () =>
    withMessages(
      ['appeals', 'moderation', 'moderation-actions', 'notices'],
      import('./misuse-page.tsx'),
    ),
  'MisusePage',
)
export const FlaggersPage = lazyRouteComponent(
  () =>
    withMessages(
      ['moderation', 'moderation-actions', 'notices'],
      import('./trusted-flaggers-page.tsx'),
    ),
  'FlaggersPage',
)
export const ModerationSettingsPage = lazyRouteComponent(
  () =>
    withMessages(
      ['appeals', 'cases', 'moderation', 'moderation-actions', 'proceedings', 'regimes'],
      import('./moderation-settings-page.tsx'),
    ),
  'ModerationSettingsPage',
)
