import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { readNoticeSearch } from './search.ts'

export const NoticesPage = lazyRouteComponent(
  () => withLaterWords(import('./notices-page.tsx')),
  'NoticesPage',
)
export const NoticePage = lazyRouteComponent(
  () => withLaterWords(import('./notice-page.tsx')),
  'NoticePage',
)
export const NoticeSettingsPage = lazyRouteComponent(
  () => withLaterWords(import('./notice-settings-page.tsx')),
  'NoticeSettingsPage',
)
