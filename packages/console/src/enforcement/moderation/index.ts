import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readReceivedSearch, readReceptionSearch } from './search.ts'

export const ReceptionPage = lazyRouteComponent(
  () => withLaterWords(import('./moderation-queue-page.tsx')),
  'ReceptionPage',
)
export const ReceivedNoticePage = lazyRouteComponent(
  () => withLaterWords(import('./received-notice-page.tsx')),
  'ReceivedNoticePage',
)
export const MeasuresPage = lazyRouteComponent(
  () => withLaterWords(import('./measures-page.tsx')),
  'MeasuresPage',
)
export const OwnRestrictionPage = lazyRouteComponent(
  () => withLaterWords(import('./own-initiative-page.tsx')),
  'OwnRestrictionPage',
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
export const ReceptionSettingsPage = lazyRouteComponent(
  () => withLaterWords(import('./moderation-settings-page.tsx')),
  'ReceptionSettingsPage',
)
