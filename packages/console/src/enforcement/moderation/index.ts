import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readReceivedSearch, readModerationSearch } from './search.ts'

export const ModerationQueuePage = lazyRouteComponent(
  () => withLaterWords(import('./moderation-queue-page.tsx')),
  'ModerationQueuePage',
)
export const ReceivedNoticePage = lazyRouteComponent(
  () => withLaterWords(import('./received-notice-page.tsx')),
  'ReceivedNoticePage',
)
export const MeasuresPage = lazyRouteComponent(
  () => withLaterWords(import('./measures-page.tsx')),
  'MeasuresPage',
)
export const OwnInitiativePage = lazyRouteComponent(
  () => withLaterWords(import('./own-initiative-page.tsx')),
  'OwnInitiativePage',
)
export const FilingsPage = lazyRouteComponent(
  () => withLaterWords(import('./transparency-filings-page.tsx')),
  'FilingsPage',
)
export const MisusePage = lazyRouteComponent(
  () => withLaterWords(import('./misuse-page.tsx')),
  'MisusePage',
)
export const FlaggersPage = lazyRouteComponent(
  () => withLaterWords(import('./trusted-flaggers-page.tsx')),
  'FlaggersPage',
)
export const ModerationSettingsPage = lazyRouteComponent(
  () => withLaterWords(import('./moderation-settings-page.tsx')),
  'ModerationSettingsPage',
)
